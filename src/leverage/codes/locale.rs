//! Addresses of pages in another language.

use std::borrow::Cow;

use crate::inline::{alike_destination, is_locale};

/// Whether two addresses lead to the same page, perhaps in other languages.
pub(super) fn is_same_page(one: &str, other: &str) -> bool {
    one == other || alike_destination(one) == alike_destination(other)
}

/// The address for the target, where the source has `new` in place of `source`
/// and the target had `target` for that: what the target did with the locales in
/// the path of the old address is done with the new one.
pub(crate) fn localized<'n>(source: &str, target: &str, new: &'n str) -> Cow<'n, str> {
    if source == target || !is_same_page(source, target) {
        return Cow::Borrowed(new);
    }
    let locales = |address: &'_ str| -> Vec<String> {
        address.split('/').filter(|part| is_locale(part)).map(str::to_owned).collect()
    };
    let (from, to) = (locales(source), locales(target));
    let instead = |part: &str| -> Option<Option<&String>> {
        let index = from.iter().position(|from| from.eq_ignore_ascii_case(part))?;
        match to.is_empty() {
            true => Some(None),
            false => to.get(index).map(Some),
        }
    };
    if !to.is_empty() && from.len() != to.len() {
        return Cow::Borrowed(new);
    }
    let parts = new.split('/').filter_map(|part| match instead(part) {
        Some(other) => other.map(String::as_str),
        None => Some(part),
    });
    Cow::Owned(parts.collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_follow_the_target() {
        for (source, target, new, expected) in [
            ("/en-us/a", "/zh-cn/a", "/en-us/b", "/zh-cn/b"),
            ("/en-us/a", "/zh-cn/a", "/b", "/b"),
            ("/en-us/a", "/a", "/en-us/b", "/b"),
            ("/a", "/a", "/en-us/b", "/en-us/b"),
            ("a.md", "b.md", "c.md", "c.md"),
            (
                "https://d.example/EN-US/a",
                "https://d.example/de-de/a",
                "https://d.example/en-us/b/c?d",
                "https://d.example/de-de/b/c?d",
            ),
            ("/en/vs/a", "/de/vs/a", "/en/vs/b", "/de/vs/b"),
        ] {
            assert_eq!(localized(source, target, new), expected, "{source} {target} {new}");
        }
    }
}
