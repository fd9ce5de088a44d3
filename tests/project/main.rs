//! The project itself: its parts, its pages, its names, its examples.

mod architecture;
mod documentation;
mod examples;
mod names;
mod source;
