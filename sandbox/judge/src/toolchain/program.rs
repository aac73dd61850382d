//! Whether a program may be translated to machine code: translating takes time that no fuel
//! counts, so its size is limited before.

use super::limits::{FUNCTION_BYTES, PROGRAM_BYTES, PROGRAM_FUNCTIONS};

/// Why a program is not translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum TooLarge {
    #[error("the compiled program has {0} bytes, more than its limit of {PROGRAM_BYTES}")]
    Program(usize),
    #[error(
        "a function of the compiled program has {0} bytes, more than its limit of {FUNCTION_BYTES}"
    )]
    Function(usize),
    #[error("the compiled program has {0} functions, more than its limit of {PROGRAM_FUNCTIONS}")]
    Functions(u32),
    #[error("the compiled program is malformed")]
    Malformed,
}

const HEADER: usize = 8;
const CODE_SECTION: u8 = 10;

/// Looks at the sizes alone; whether the program is sound is the engine's to find.
pub(super) fn admit(wasm: &[u8]) -> Result<(), TooLarge> {
    if wasm.len() > PROGRAM_BYTES {
        return Err(TooLarge::Program(wasm.len()));
    }
    let mut rest = wasm.get(HEADER..).ok_or(TooLarge::Malformed)?;
    while let Some((&id, after)) = rest.split_first() {
        rest = after;
        let length = take_number(&mut rest)? as usize;
        let (section, after) = rest.split_at_checked(length).ok_or(TooLarge::Malformed)?;
        rest = after;
        if id == CODE_SECTION {
            admit_code(section)?;
        }
    }
    Ok(())
}

fn admit_code(mut section: &[u8]) -> Result<(), TooLarge> {
    let count = take_number(&mut section)?;
    if count > PROGRAM_FUNCTIONS {
        return Err(TooLarge::Functions(count));
    }
    for _ in 0..count {
        let length = take_number(&mut section)? as usize;
        if length > FUNCTION_BYTES {
            return Err(TooLarge::Function(length));
        }
        section = section.get(length..).ok_or(TooLarge::Malformed)?;
    }
    Ok(())
}

/// An unsigned number of at most 32 bits in LEB128.
fn take_number(rest: &mut &[u8]) -> Result<u32, TooLarge> {
    let mut value: u64 = 0;
    for shift in [0, 7, 14, 21, 28] {
        let (&byte, after) = rest.split_first().ok_or(TooLarge::Malformed)?;
        *rest = after;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return u32::try_from(value).map_err(|_| TooLarge::Malformed);
        }
    }
    Err(TooLarge::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(mut value: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        loop {
            let low = u8::try_from(value & 0x7f).unwrap_or(0);
            value >>= 7;
            bytes.push(if value == 0 { low } else { low | 0x80 });
            if value == 0 {
                return bytes;
            }
        }
    }

    fn module(functions: &[usize]) -> Vec<u8> {
        let mut code = number(functions.len());
        for &length in functions {
            code.extend(number(length));
            code.extend(vec![0; length]);
        }
        let mut wasm = b"\0asm\x01\0\0\0\x01\x01\0\x0a".to_vec();
        wasm.extend(number(code.len()));
        wasm.extend(code);
        wasm
    }

    #[test]
    fn the_sizes_of_a_program_and_of_its_functions_are_limited() {
        assert_eq!(admit(&module(&[1, 200, FUNCTION_BYTES])), Ok(()));
        let long = admit(&module(&[1, FUNCTION_BYTES + 1]));
        assert_eq!(long, Err(TooLarge::Function(FUNCTION_BYTES + 1)));
        let many = vec![1; PROGRAM_FUNCTIONS as usize + 1];
        assert_eq!(
            admit(&module(&many)),
            Err(TooLarge::Functions(PROGRAM_FUNCTIONS + 1))
        );
        let large = vec![0; PROGRAM_BYTES + 1];
        assert_eq!(admit(&large), Err(TooLarge::Program(PROGRAM_BYTES + 1)));
    }

    #[test]
    fn a_cut_program_is_malformed() {
        let whole = module(&[300, 2]);
        // Not between two sections.
        for end in [4, 10, 13, 100, whole.len() - 1] {
            assert_eq!(admit(&whole[..end]), Err(TooLarge::Malformed), "{end}");
        }
        assert_eq!(
            take_number(&mut &[0xff, 0xff, 0xff, 0xff, 0x7f][..]),
            Err(TooLarge::Malformed)
        );
    }
}
