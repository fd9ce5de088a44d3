//! Records filled again in the memory that they have: a loop over a large file
//! allocates for its first units only.

/// The next record of a list whose first `used` records are filled; its memory
/// is that of the record which stood there.
pub(super) fn next_of<'l, T>(
    list: &'l mut Vec<T>,
    used: &mut usize,
    new: impl FnOnce() -> T,
) -> &'l mut T {
    if *used == list.len() {
        list.push(new());
    }
    *used += 1;
    &mut list[*used - 1]
}

/// Makes the text of an option `value`, in the memory that `before` has.
pub(super) fn refilled(before: &mut Option<String>, value: &str) -> Option<String> {
    let mut text = before.take().unwrap_or_default();
    value.clone_into(&mut text);
    Some(text)
}
