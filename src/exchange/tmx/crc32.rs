//! CRC-32, by which XTM compares contexts.

/// The remainders of all bytes for the reflected polynomial of ISO 3309, the
/// one of zip and PNG (PNG specification, annex D).
const TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut remainder = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            let carry = remainder & 1;
            remainder = (remainder >> 1) ^ (carry * 0xEDB8_8320);
            bit += 1;
        }
        table[byte] = remainder;
        byte += 1;
    }
    table
};

/// The checksum of the bytes; that of none is 0.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &byte| (crc >> 8) ^ TABLE[usize::from(crc as u8 ^ byte)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_checksums() {
        assert_eq!(crc32(b""), 0);
        // The check value of the algorithm.
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        // As XTM writes it in its own XLIFF.
        assert_eq!(crc32(b"Exact match segment."), 0xDB73_BD39);
    }
}
