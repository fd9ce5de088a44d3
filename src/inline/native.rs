//! The native form of a code, with the texts inside it told apart.

use super::code::{Code, Subflow};

/// A part of the native form of a code.
pub(crate) enum NativePart<'a> {
    /// Markup, as written; may be empty.
    Markup(&'a str),
    /// A text to translate.
    Subflow(&'a Subflow),
}

impl<'a> Code<'a> {
    /// The parts of the native form, in order. Of the texts inside it, those
    /// count that stand one after the other.
    pub(crate) fn native_parts(&self) -> NativeParts<'a> {
        let subflows = self.subflows.iter();
        NativeParts { native: Some(self.native), subflows, at: 0, next: None }
    }
}

/// The parts of a native form; made by [`Code::native_parts`].
pub(crate) struct NativeParts<'a> {
    /// The native form, until its end is given.
    native: Option<&'a str>,
    subflows: std::slice::Iter<'a, Subflow>,
    /// Where in the native form the next part begins, in bytes from 0.
    at: usize,
    /// The text that comes next.
    next: Option<&'a Subflow>,
}

impl<'a> Iterator for NativeParts<'a> {
    type Item = NativePart<'a>;

    fn next(&mut self) -> Option<NativePart<'a>> {
        if let Some(subflow) = self.next.take() {
            self.at = subflow.range.end;
            return Some(NativePart::Subflow(subflow));
        }
        let native = self.native?;
        for subflow in self.subflows.by_ref() {
            let before = native.get(self.at..subflow.range.start);
            if let (Some(before), Some(_)) = (before, native.get(subflow.range.clone())) {
                self.next = Some(subflow);
                return Some(NativePart::Markup(before));
            }
        }
        self.native = None;
        Some(NativePart::Markup(native.get(self.at..).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::{CodeKind, CodeRole, CodedText};

    #[test]
    fn texts_that_stand_one_after_the_other() {
        let subflow = |range| Subflow::new(range, CodedText::default());
        let subflows = [subflow(2..3), subflow(1..2), subflow(5..9), subflow(4..4), subflow(4..6)];
        let code = Code::new(CodeKind::Other, CodeRole::Standalone, "abcdef");
        let parts: Vec<String> = (Code { subflows: &subflows, ..code }.native_parts())
            .map(|part| match part {
                NativePart::Markup(markup) => markup.to_owned(),
                NativePart::Subflow(subflow) => format!("{:?}", subflow.range),
            })
            .collect();
        assert_eq!(parts, ["ab", "2..3", "d", "4..4", "", "4..6", ""]);
        assert_eq!(code.native_parts().count(), 1);
    }
}
