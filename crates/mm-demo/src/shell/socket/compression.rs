//! The extension `permessage-deflate` (RFC 7692) for soketto, on the pure Rust side of flate2.
//!
//! Every message is compressed by itself (no context is taken over in either direction), so a socket costs no memory
//! between messages.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use soketto::base::{Header, OpCode};
use soketto::extension::{Extension, Param};
use soketto::{BoxedError, Storage};

use super::MAX_FRAME;

/// Each message ends with an empty block, of which these bytes are not sent.
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];
/// How much is made room for at a time.
const STEP: usize = 4096;

/// See the module.
#[derive(Debug, Default)]
pub struct PerMessageDeflate {
    enabled: bool,
    /// A compressed message has begun whose last fragment has not come.
    amid: bool,
    params: Vec<Param<'static>>,
}

impl Extension for PerMessageDeflate {
    fn name(&self) -> &str {
        "permessage-deflate"
    }

    fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn params(&self) -> &[Param<'_>] {
        &self.params
    }

    /// Accepts the first offer that does not limit our window: this compressor always uses the full one.
    fn configure(&mut self, offer: &[Param<'_>]) -> Result<(), BoxedError> {
        let acceptable = offer.iter().all(|param| match param.name() {
            "server_max_window_bits" => param.value() == Some("15"),
            "client_max_window_bits" | "client_no_context_takeover" | "server_no_context_takeover" => true,
            _ => false,
        });
        if acceptable && !self.enabled {
            self.enabled = true;
            self.params = vec![
                Param::new("server_no_context_takeover"),
                Param::new("client_no_context_takeover"),
            ];
        }
        Ok(())
    }

    fn encode(&mut self, header: &mut Header, data: &mut Storage<'_>) -> Result<(), BoxedError> {
        let is_message = matches!(header.opcode(), OpCode::Text | OpCode::Binary);
        if !is_message || data.as_ref().is_empty() {
            return Ok(());
        }
        let compressed = compress(data.as_ref())?;
        header.set_rsv1(true);
        header.set_payload_len(compressed.len());
        *data = Storage::Owned(compressed);
        Ok(())
    }

    fn decode(&mut self, header: &mut Header, data: &mut Vec<u8>) -> Result<(), BoxedError> {
        self.amid |= header.is_rsv1();
        if !self.amid || !header.is_fin() {
            return Ok(());
        }
        self.amid = false;
        data.extend_from_slice(&TAIL);
        *data = decompress(data)?;
        header.set_rsv1(false);
        header.set_payload_len(data.len());
        Ok(())
    }

    fn reserved_bits(&self) -> (bool, bool, bool) {
        (true, false, false)
    }
}

fn compress(message: &[u8]) -> Result<Vec<u8>, BoxedError> {
    let mut compressor = Compress::new(Compression::fast(), false);
    let mut out = Vec::with_capacity(message.len() / 2 + STEP);
    loop {
        let rest = message.get(compressor.total_in() as usize..).unwrap_or_default();
        compressor.compress_vec(rest, &mut out, FlushCompress::Sync)?;
        // Room left over means that everything is out.
        if compressor.total_in() as usize == message.len() && out.len() < out.capacity() {
            break;
        }
        out.reserve(STEP);
    }
    if !out.ends_with(&TAIL) {
        return Err("the compressed message has no end".into());
    }
    out.truncate(out.len() - TAIL.len());
    Ok(out)
}

fn decompress(message: &[u8]) -> Result<Vec<u8>, BoxedError> {
    let mut decompressor = Decompress::new(false);
    let mut out = Vec::with_capacity(message.len() * 2 + STEP);
    loop {
        let rest = message
            .get(decompressor.total_in() as usize..)
            .unwrap_or_default();
        let status = decompressor.decompress_vec(rest, &mut out, FlushDecompress::Sync)?;
        let all_in = decompressor.total_in() as usize == message.len();
        if status == Status::StreamEnd || (all_in && out.len() < out.capacity()) {
            return Ok(out);
        }
        if out.len() > MAX_FRAME {
            return Err("the message is too long".into());
        }
        if status == Status::BufError && out.len() < out.capacity() {
            return Err("the compressed message is cut off".into());
        }
        out.reserve(STEP);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that do not compress.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1_u32;
        let step = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..length).map(step).collect()
    }

    #[test]
    fn messages_of_every_length_come_back() {
        for length in [1, 2, 100, STEP - 1, STEP, STEP + 1, 3 * STEP, 100_000] {
            for message in [vec![b'a'; length], noise(length)] {
                let mut squeezed = compress(&message).expect("compressed");
                squeezed.extend_from_slice(&TAIL);
                assert_eq!(decompress(&squeezed).expect("decompressed"), message, "{length}");
            }
        }
    }

    #[test]
    fn bombs_and_rubbish_are_refused() {
        let mut bomb = compress(&vec![0; MAX_FRAME * 3]).expect("compressed");
        bomb.extend_from_slice(&TAIL);
        assert!(decompress(&bomb).is_err());
        assert!(decompress(&[0xff; 50]).is_err());
    }

    #[test]
    fn offers_that_limit_our_window_are_not_taken() {
        let mut limited = Param::new("server_max_window_bits");
        limited.set_value(Some("10".to_owned()));
        let mut extension = PerMessageDeflate::default();
        extension.configure(&[limited]).expect("no error");
        assert!(!extension.is_enabled());
        extension
            .configure(&[Param::new("client_max_window_bits")])
            .expect("no error");
        assert!(extension.is_enabled());
        assert_eq!(extension.params().len(), 2);
    }
}
