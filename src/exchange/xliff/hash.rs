//! A hash that is the same on every machine and in every version.

/// FNV-1a in 128 bits (Fowler, Noll and Vo; draft-eastlake-fnv, section 5):
/// small, known, and good enough to tell ids apart that nobody chooses to
/// collide.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hash(u128);

impl Hash {
    pub(super) fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    /// Takes a text in, and where it ends.
    pub(super) fn text(self, text: &str) -> Self {
        // No UTF-8 text has the byte 0xFF, so that "a", "b" and "ab" differ.
        self.bytes(text.as_bytes()).bytes(&[0xFF])
    }

    /// Takes a text in that may be missing.
    pub(super) fn optional(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.bytes(&[1]).text(text),
            None => self.bytes(&[0]),
        }
    }

    fn bytes(self, bytes: &[u8]) -> Self {
        const PRIME: u128 = (1 << 88) + (1 << 8) + 0x3b;
        Self(bytes.iter().fold(self.0, |hash, &byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME)))
    }

    pub(super) fn value(self) -> u128 {
        self.0
    }

    /// Half of the value, as 16 hexadecimal digits.
    pub(super) fn digits(self) -> String {
        format!("{:016x}", (self.0 >> 64) as u64 ^ self.0 as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        assert_eq!(Hash::new().bytes(b"").value(), 0x6c62272e07bb014262b821756295c58d);
        assert_eq!(Hash::new().bytes(b"a").value(), 0xd228cb696f1a8caf78912b704e4a8964);
        assert_eq!(Hash::new().bytes(b"foobar").value(), 0x343e1662793c64bf6f0d3597ba446f18);
    }

    #[test]
    fn parts_do_not_run_together() {
        let hash = |parts: &[&str]| parts.iter().fold(Hash::new(), |hash, part| hash.text(part));
        assert_ne!(hash(&["ab"]).value(), hash(&["a", "b"]).value());
        assert_ne!(hash(&["a", ""]).value(), hash(&["", "a"]).value());
        assert_ne!(Hash::new().optional(None).value(), Hash::new().optional(Some("")).value());
    }
}
