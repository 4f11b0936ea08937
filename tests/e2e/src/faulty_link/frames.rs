//! What a server writes on a socket, cut into its frames, so that one of them can be lost, told twice or spoiled. Frames of a server
//! are not masked, and this one compresses nothing.

use std::collections::VecDeque;

/// What happens to the next event about a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It never arrives; what follows does.
    Swallowed,
    /// It arrives twice.
    Twice,
    /// The one before it comes once more, behind it.
    OldAgain,
    /// Half of it arrives, then the connection ends.
    Half,
    /// It arrives, but is no JSON.
    Nonsense,
    /// It arrives as JSON, but without the post it is about.
    Misshapen,
}

/// What is to be passed on.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The connection ends behind them.
    pub ends: bool,
}

/// One socket, from the server to the browser.
#[derive(Debug, Default)]
pub struct Frames {
    waiting: Vec<u8>,
    /// The answer to the request for a socket is behind us.
    is_open: bool,
    last: Vec<u8>,
    faults: VecDeque<Fault>,
}

impl Frames {
    /// The next events about posts have these faults.
    pub fn expect(&mut self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.extend(faults);
    }

    /// Takes what came, and gives what is to be passed on of it: whole frames.
    pub fn take(&mut self, bytes: &[u8]) -> Passed {
        self.waiting.extend_from_slice(bytes);
        let mut passed = Passed::default();
        if !self.is_open {
            let Some(end) = find(&self.waiting, b"\r\n\r\n") else {
                return passed;
            };
            passed.bytes.extend(self.waiting.drain(..end + 4));
            self.is_open = true;
        }
        while let Some(length) = frame_length(&self.waiting) {
            let frame: Vec<u8> = self.waiting.drain(..length).collect();
            self.pass(frame, &mut passed);
        }
        passed
    }

    fn pass(&mut self, mut frame: Vec<u8>, passed: &mut Passed) {
        if find(&frame, b"\"posted\"").is_none() {
            passed.bytes.append(&mut frame);
            return;
        }
        let old = std::mem::replace(&mut self.last, frame.clone());
        match self.faults.pop_front() {
            None => passed.bytes.append(&mut frame),
            Some(Fault::Swallowed) => {}
            Some(Fault::Twice) => {
                passed.bytes.extend_from_slice(&frame);
                passed.bytes.append(&mut frame);
            }
            Some(Fault::OldAgain) => {
                passed.bytes.append(&mut frame);
                passed.bytes.extend(old);
            }
            Some(Fault::Half) => {
                passed.bytes.extend_from_slice(&frame[..frame.len() / 2]);
                passed.ends = true;
            }
            Some(Fault::Nonsense) => {
                let middle = frame.len() / 2;
                frame[middle..middle + 4].copy_from_slice(b"}}}}");
                passed.bytes.append(&mut frame);
            }
            Some(Fault::Misshapen) => {
                // Another name of the same length: the frame's head stays true.
                let name = find(&frame, b"\"post\":").expect("an event about a post has one");
                frame[name + 1..name + 5].copy_from_slice(b"past");
                passed.bytes.append(&mut frame);
            }
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Length of the first frame with its head (RFC 6455, 5.2), once all of it is there.
fn frame_length(bytes: &[u8]) -> Option<usize> {
    let (head, payload) = match *bytes.get(1)? & 0x7f {
        126 => (
            4,
            usize::from(u16::from_be_bytes([*bytes.get(2)?, *bytes.get(3)?])),
        ),
        127 => {
            let length = u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?);
            (10, usize::try_from(length).ok()?)
        }
        short => (2, usize::from(short)),
    };
    (bytes.len() >= head + payload).then_some(head + payload)
}

#[cfg(test)]
mod tests {
    use super::{Fault, Frames};

    fn frame(text: &str) -> Vec<u8> {
        let mut frame = vec![0x81, u8::try_from(text.len()).expect("a short text")];
        frame.extend_from_slice(text.as_bytes());
        frame
    }

    #[test]
    fn only_the_next_event_about_a_post_is_touched() {
        let mut frames = Frames::default();
        frames.expect([Fault::Swallowed]);
        let (typing, posted) = (
            frame("{\"event\":\"typing\"}"),
            frame("{\"event\":\"posted\",\"n\":1}"),
        );
        let came = [
            b"HTTP/1.1 101\r\n\r\n".to_vec(),
            typing.clone(),
            posted.clone(),
            posted.clone(),
        ]
        .concat();
        // However the bytes are cut.
        let (front, back) = came.split_at(30);
        let passed = [frames.take(front).bytes, frames.take(back).bytes].concat();
        assert_eq!(
            passed,
            [b"HTTP/1.1 101\r\n\r\n".to_vec(), typing, posted].concat()
        );
    }

    #[test]
    fn half_a_frame_is_the_end() {
        let mut frames = Frames::default();
        frames.expect([Fault::Half]);
        let posted = frame("{\"event\":\"posted\"}");
        let passed = frames.take(&[b"HTTP/1.1 101\r\n\r\n".to_vec(), posted.clone()].concat());
        assert!(passed.ends);
        assert_eq!(passed.bytes.len(), 16 + posted.len() / 2);
    }
}
