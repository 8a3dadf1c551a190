//! HMAC-SHA256 (RFC 2104), on the hash that the catalogue is identified with.

use sha2::{Digest as _, Sha256};

/// The block of SHA-256 in bytes.
const BLOCK: usize = 64;

/// The code of a message under a key of any length.
pub(super) fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let hashed = Sha256::digest(key);
    let key = if key.len() > BLOCK { &hashed } else { key };
    let padded = |pad: u8| {
        let mut block = [pad; BLOCK];
        for (byte, key) in block.iter_mut().zip(key) {
            *byte ^= key;
        }
        block
    };
    let inner = Sha256::new()
        .chain_update(padded(0x36))
        .chain_update(message)
        .finalize();
    Sha256::new()
        .chain_update(padded(0x5c))
        .chain_update(inner)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// The test cases of RFC 4231: short and long keys and messages.
    #[rstest]
    #[case(
        &[0x0b; 20],
        b"Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    )]
    #[case(
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )]
    #[case(
        &[0xaa; 20],
        &[0xdd; 50],
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    )]
    #[case(
        &[0xaa; 131],
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    )]
    fn it_is_the_standard_one(#[case] key: &[u8], #[case] message: &[u8], #[case] code: &str) {
        let found = hmac_sha256(key, message).map(|byte| format!("{byte:02x}"));
        assert_eq!(found.concat(), code);
    }
}
