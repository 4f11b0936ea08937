//! The little that is read of a WebAssembly module: its sections, its functions' bodies, and names put on functions. By the
//! binary format of the core specification; no instruction is understood.

use crate::outcome::{Failure, Outcome};

const HEADER: usize = 8;
const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const EXPORT: u8 = 7;
const CODE: u8 = 10;

/// A module and where its parts lie.
pub struct Module {
    bytes: Vec<u8>,
    /// Where each section begins, where its content begins and ends, and its kind.
    sections: Vec<(usize, usize, usize, u8)>,
    imports: Vec<Door>,
    exports: Vec<Door>,
    bodies: Vec<(usize, usize)>,
}

/// An import or export.
pub struct Door {
    /// Its name.
    pub name: String,
    /// What stands before the name: the module it comes from, as it is written.
    before: Vec<u8>,
    /// What stands behind the name: kind and type, as they are written.
    behind: Vec<u8>,
}

impl Door {
    fn is_function(&self) -> bool {
        self.behind.first() == Some(&0)
    }
}

impl Module {
    /// Reads the outline of a module.
    pub fn read(bytes: Vec<u8>) -> Outcome<Self> {
        let mut module = Self {
            bytes,
            sections: Vec::new(),
            imports: Vec::new(),
            exports: Vec::new(),
            bodies: Vec::new(),
        };
        if module.bytes.get(..HEADER) != Some(b"\0asm\x01\0\0\0") {
            return Err(Failure::new("the module is no WebAssembly"));
        }
        let mut at = HEADER;
        while at < module.bytes.len() {
            let kind = module.bytes[at];
            let (size, content) = module.number(at + 1)?;
            let end = content + size;
            if end > module.bytes.len() {
                return Err(Failure::new("the module ends within a section"));
            }
            module.sections.push((at, content, end, kind));
            match kind {
                IMPORT => module.imports = module.find_doors(content, IMPORT)?,
                EXPORT => module.exports = module.find_doors(content, EXPORT)?,
                CODE => module.bodies = module.find_bodies(content)?,
                _ => {}
            }
            at = end;
        }
        Ok(module)
    }

    /// Bodies of the module's own functions, in order.
    pub fn bodies(&self) -> Vec<&[u8]> {
        let bodies = self.bodies.iter();
        bodies.map(|(from, to)| &self.bytes[*from..*to]).collect()
    }

    /// What it imports.
    pub fn imports(&self) -> &[Door] {
        &self.imports
    }

    /// What it exports.
    pub fn exports(&self) -> &[Door] {
        &self.exports
    }

    /// The module with other names at its doors; exports without one are left out.
    pub fn with_doors(&self, rename: &dyn Fn(&str) -> Option<String>) -> Vec<u8> {
        let mut module = self.bytes[..HEADER].to_vec();
        for (begin, _, end, kind) in &self.sections {
            let doors = match *kind {
                IMPORT => &self.imports,
                EXPORT => &self.exports,
                _ => {
                    module.extend_from_slice(&self.bytes[*begin..*end]);
                    continue;
                }
            };
            let left: Vec<(&Door, String)> = doors
                .iter()
                .filter_map(|door| Some((door, rename(&door.name)?)))
                .collect();
            let mut content = Vec::new();
            write_number(&mut content, left.len());
            for (door, name) in left {
                content.extend_from_slice(&door.before);
                write_bytes(&mut content, name.as_bytes());
                content.extend_from_slice(&door.behind);
            }
            module.push(*kind);
            write_bytes(&mut module, &content);
        }
        module
    }

    /// The module with names by which its functions sort in this order.
    pub fn named_by_rank(&self, order: &[usize]) -> Vec<u8> {
        let mut ranks = vec![0; order.len()];
        for (rank, function) in order.iter().enumerate() {
            ranks[*function] = rank;
        }
        let imported = self.imports.iter().filter(|door| door.is_function()).count();
        let mut names = Vec::new();
        write_number(&mut names, ranks.len());
        for (function, rank) in ranks.iter().enumerate() {
            write_number(&mut names, imported + function);
            write_bytes(&mut names, format!("f{rank:08}").as_bytes());
        }
        let mut content = Vec::new();
        write_bytes(&mut content, b"name");
        content.push(1);
        write_bytes(&mut content, &names);
        let mut module = self.without_names();
        module.push(CUSTOM);
        write_bytes(&mut module, &content);
        module
    }

    fn without_names(&self) -> Vec<u8> {
        let mut module = self.bytes[..HEADER].to_vec();
        for (begin, content, end, kind) in &self.sections {
            let is_names = *kind == CUSTOM && self.bytes[*content..].starts_with(b"\x04name");
            if !is_names {
                module.extend_from_slice(&self.bytes[*begin..*end]);
            }
        }
        module
    }

    fn find_bodies(&self, content: usize) -> Outcome<Vec<(usize, usize)>> {
        let (count, mut at) = self.number(content)?;
        let mut bodies = Vec::with_capacity(count);
        for _ in 0..count {
            let (size, begin) = self.number(at)?;
            at = begin + size;
            if at > self.bytes.len() {
                return Err(Failure::new("the module ends within a function"));
            }
            bodies.push((begin, at));
        }
        Ok(bodies)
    }

    fn find_doors(&self, content: usize, kind: u8) -> Outcome<Vec<Door>> {
        let (count, mut at) = self.number(content)?;
        let mut doors = Vec::with_capacity(count);
        for _ in 0..count {
            let begin = at;
            if kind == IMPORT {
                at = self.text(at)?.1;
            }
            let before = self.bytes.get(begin..at).unwrap_or_default().to_vec();
            let (name, named) = self.text(at)?;
            at = match kind {
                IMPORT => self.described(named)?,
                _ => self.number(named + 1)?.1,
            };
            let behind = self.bytes.get(named..at).unwrap_or_default().to_vec();
            doors.push(Door { name, before, behind });
        }
        Ok(doors)
    }

    /// Where the description of an import ends.
    fn described(&self, at: usize) -> Outcome<usize> {
        match self.bytes.get(at).copied() {
            Some(0) => Ok(self.number(at + 1)?.1),
            Some(1) => self.limits(at + 2),
            Some(2) => self.limits(at + 1),
            Some(3) => Ok(at + 3),
            _ => Err(Failure::new("the module imports something unknown")),
        }
    }

    /// A text and where it ends.
    fn text(&self, at: usize) -> Outcome<(String, usize)> {
        let (length, begin) = self.number(at)?;
        let bytes = self.bytes.get(begin..begin + length);
        let text = bytes.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
        let text = text.ok_or_else(|| Failure::new("the module ends within a name"))?;
        Ok((text, begin + length))
    }

    fn limits(&self, at: usize) -> Outcome<usize> {
        let has_most = self.bytes.get(at).is_some_and(|flags| flags & 1 == 1);
        let (_, after) = self.number(at + 1)?;
        if has_most {
            return Ok(self.number(after)?.1);
        }
        Ok(after)
    }

    /// A number in LEB128 and where it ends.
    fn number(&self, mut at: usize) -> Outcome<(usize, usize)> {
        let (mut value, mut shift) = (0_usize, 0);
        loop {
            let Some(byte) = self.bytes.get(at).filter(|_| shift < 35) else {
                return Err(Failure::new("the module ends within a number"));
            };
            value |= usize::from(byte & 0x7f) << shift;
            (at, shift) = (at + 1, shift + 7);
            if byte & 0x80 == 0 {
                return Ok((value, at));
            }
        }
    }
}

fn write_number(to: &mut Vec<u8>, mut value: usize) {
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            return to.push(byte);
        }
        to.push(byte | 0x80);
    }
}

fn write_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    write_number(to, bytes.len());
    to.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::Module;

    /// Two functions without parameters, a name section that is replaced.
    const SMALL: &[u8] = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x03\x02\0\0\x0a\x07\x02\x02\0\x0b\x02\0\x0b\0\x07\x04name\x01\x00";

    #[test]
    fn functions_are_named_by_rank() {
        let mut bytes = SMALL.to_vec();
        // The size of the last section, written by hand above.
        let at = bytes.len() - 8;
        bytes[at] = 7;
        let module = Module::read(bytes).expect("a module");
        assert_eq!(module.bodies(), [b"\0\x0b", b"\0\x0b"]);
        let named = module.named_by_rank(&[1, 0]);
        let text = String::from_utf8_lossy(&named);
        let (first, second) = (text.find("f00000001"), text.find("f00000000"));
        assert!(first.is_some() && first < second);
        assert_eq!(text.matches("\u{4}name").count(), 1);
        assert!(Module::read(named).is_ok());
    }

    #[test]
    fn what_is_no_module_is_refused() {
        for bad in [
            &b""[..],
            b"\0asm",
            b"PK\x03\x04....",
            b"\0asm\x01\0\0\0\x0a\x7f\x7f\x7f",
        ] {
            assert!(Module::read(bad.to_vec()).is_err(), "{bad:?}");
        }
    }
}
