//! The elements that are open.

/// The names of the elements that are open, the innermost last.
#[derive(Debug, Default)]
pub(super) struct OpenElements {
    /// All names, one after the other.
    names: String,
    /// Where each begins.
    starts: Vec<usize>,
}

impl OpenElements {
    pub(super) fn depth(&self) -> usize {
        self.starts.len()
    }

    pub(super) fn push(&mut self, name: &str) {
        self.starts.push(self.names.len());
        self.names.push_str(name);
    }

    pub(super) fn last(&self) -> Option<&str> {
        self.starts.last().map(|&start| &self.names[start..])
    }

    pub(super) fn pop(&mut self) {
        if let Some(start) = self.starts.pop() {
            self.names.truncate(start);
        }
    }
}
