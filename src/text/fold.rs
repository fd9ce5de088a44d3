//! Folding: what makes texts alike that differ in case alone.

/// Adds a text in lower case to `folded`, character by character.
///
/// A character in lower case does not depend on its neighbours here, other than
/// in [`str::to_lowercase`]: the final sigma `ς` is folded to `σ`, so that a
/// piece of a text is folded as the whole is.
pub(crate) fn fold_case(text: &str, folded: &mut String) {
    folded.reserve(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let start = folded.len();
        folded.push_str(&rest[..ascii]);
        folded[start..].make_ascii_lowercase();
        rest = &rest[ascii..];
        let other = rest.bytes().position(|byte| byte.is_ascii()).unwrap_or(rest.len());
        folded.extend(rest[..other].chars().flat_map(folded_character));
        rest = &rest[other..];
    }
}

/// A character in lower case: seldom more than one.
pub(super) fn folded_character(character: char) -> impl Iterator<Item = char> {
    character.to_lowercase().map(|character| match character {
        'ς' => 'σ',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_alone_makes_no_difference() {
        for (text, expected) in [
            ("", ""),
            ("Sign IN", "sign in"),
            ("ÄÖÜ ß Ç", "äöü ß ç"),
            ("ΟΔΟΣ", "οδοσ"),
            ("οδος", "οδοσ"),
            ("如果 A", "如果 a"),
            ("İ", "i\u{307}"),
        ] {
            let mut folded = String::new();
            fold_case(text, &mut folded);
            assert_eq!(folded, expected, "{text}");
        }
    }
}
