//! A pair, written as it is read.

use crate::scan::AnnotationScheme;

/// Adds a pair of a target and a source as publishers write it, in the default
/// scheme; the grammar stands in [`scan`](crate::scan).
pub(crate) fn push_pair(id: &str, target: &[u8], source: &[u8], out: &mut Vec<u8>) {
    let scheme = AnnotationScheme::default();
    let (element, close) = (scheme.element(), format!("</{}>", scheme.element()));
    let open = |name: &str, value: &str| format!("<{element} {name}=\"{value}\">");
    out.extend_from_slice(open(scheme.target_attribute(), id).as_bytes());
    out.extend_from_slice(target);
    out.extend_from_slice(close.as_bytes());
    out.extend_from_slice(open("class", scheme.lookup_class()).as_bytes());
    out.extend_from_slice(open(scheme.source_attribute(), id).as_bytes());
    out.extend_from_slice(source);
    out.extend_from_slice(close.as_bytes());
    out.extend_from_slice(close.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn a_pair_reads_back() {
        let mut written = Vec::new();
        push_pair(
            "74dd5-110",
            "后续<span>步骤</span>".as_bytes(),
            b"Next <span>steps</span>",
            &mut written,
        );
        let document = Document::parse(&written);
        assert_eq!(document.diagnostics(), []);
        let segment = document.segment(0).unwrap();
        assert_eq!((segment.id(), segment.raw()), ("74dd5-110", &*written));
        assert_eq!(segment.target(), "后续<span>步骤</span>");
        assert_eq!(segment.source(), "Next <span>steps</span>");
    }
}
