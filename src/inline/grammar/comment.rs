//! Markup with nothing to read: comments, processing instructions,
//! declarations and CDATA sections; CommonMark 0.31.2, section 6.6.

use memchr::memmem;

/// Opening and closing marks.
const FORMS: [(&str, &str); 4] = [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">")];

/// Finds them in one text, from left to right.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Comments {
    /// The forms whose closing mark does not come any more: each search that
    /// fails reads to the end, so none is made twice.
    unclosed: [bool; FORMS.len()],
}

impl Comments {
    /// The length of the comment that `rest` begins with. `rest` must be the
    /// rest of the same text each time, and shorter than the last time.
    pub(crate) fn scan(&mut self, rest: &str) -> Option<usize> {
        let form = FORMS.iter().position(|(open, _)| rest.starts_with(open))?;
        if let Some(short) = ["<!-->", "<!--->"].into_iter().find(|form| rest.starts_with(form)) {
            return Some(short.len());
        }
        let (open, close) = FORMS[form];
        let inside = &rest[open.len()..];
        if self.unclosed[form]
            || (open == "<!" && !inside.starts_with(|first: char| first.is_ascii_alphabetic()))
        {
            return None;
        }
        let found = memmem::find(inside.as_bytes(), close.as_bytes());
        self.unclosed[form] = found.is_none();
        found.map(|at| open.len() + at + close.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (text, length) in [
            ("<!-- a --> b", Some(10)),
            ("<!--> a -->", Some(5)),
            ("<!---> a -->", Some(6)),
            ("<!-- a", None),
            ("<?php echo $a; ?>", Some(17)),
            ("<!ELEMENT br EMPTY>", Some(19)),
            ("<![CDATA[>&<]]>", Some(15)),
            ("<! a>", None),
            ("<a>", None),
        ] {
            assert_eq!(Comments::default().scan(text), length, "{text}");
        }
    }

    #[test]
    fn one_form_without_end_leaves_the_others() {
        let mut comments = Comments::default();
        assert_eq!(comments.scan("<!-- <? ?>"), None);
        assert_eq!(comments.scan("<? ?>"), Some(5));
    }
}
