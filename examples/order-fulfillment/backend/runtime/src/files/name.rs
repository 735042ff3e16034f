//! Names of files: what a client calls one → a name that is safe in a path and a URL, and that nobody guesses.

use crate::Result;
use crate::error::{Code, Error};
use rand::RngCore as _;

/// Most letters of a name as a client sends it, as in Parse.
const LONGEST_SENT: usize = 128;
/// Most letters of a name as it is kept: the longest that is sent, with its prefix and an extension.
const LONGEST: usize = LONGEST_SENT + PREFIX + 12;
/// 32 hexadecimal digits and `_`.
const PREFIX: usize = 33;

/// A name that was checked: of letters, digits and `@ . ~ - _` and spaces, beginning with a letter, a digit or `_`. It is
/// never a path, is hidden from nobody and means nothing to a shell, a header or a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileName(String);

impl FileName {
    /// The name that a client gives to a file.
    ///
    /// # Errors
    /// Code 122 where it is none.
    pub(crate) fn sent(text: &str) -> Result<Self> {
        if text.len() > LONGEST_SENT {
            return Err(invalid("Filename too long."));
        }
        Self::kept(text).ok_or_else(|| invalid("Filename contains invalid characters."))
    }

    /// The name of a file that may be kept, as a link to it has it.
    pub(crate) fn kept(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let fits = text.len() <= LONGEST
            && text.bytes().next().is_some_and(plain)
            && text
                .bytes()
                .all(|byte| plain(byte) || b"@. ~-".contains(&byte));
        fits.then(|| Self(text.to_owned()))
    }

    /// This name behind 128 random bits: whoever was not told it does not find it.
    pub(crate) fn made_unique(&self) -> Self {
        let (high, low) = (rand::rng().next_u64(), rand::rng().next_u64());
        Self(format!("{high:016x}{low:016x}_{}", self.0))
    }

    /// This name with an extension, where it has none.
    pub(crate) fn or_with_extension(self, extension: Option<&str>) -> Self {
        match extension {
            Some(extension) if self.extension().is_empty() => {
                Self(format!("{}.{extension}", self.0.trim_end_matches('.')))
            }
            _ => self,
        }
    }

    /// What comes after the last dot, in small letters; empty where nothing does. Dots and spaces at the end do not count:
    /// some systems drop them.
    pub(crate) fn extension(&self) -> String {
        let name = self.given().trim_end_matches(['.', ' ']);
        name.rsplit_once('.')
            .map(|(_, extension)| extension.to_ascii_lowercase())
            .unwrap_or_default()
    }

    /// The name without its prefix: what the client called the file.
    pub(crate) fn given(&self) -> &str {
        match self.0.split_at_checked(PREFIX) {
            Some((prefix, given)) if is_prefix(prefix) && !given.is_empty() => given,
            _ => &self.0,
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_prefix(text: &str) -> bool {
    text.strip_suffix('_')
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn invalid(message: &'static str) -> Error {
    Error::new(Code::INVALID_FILE_NAME, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_path() {
        let long = "a".repeat(LONGEST_SENT + 1);
        for bad in [
            "",
            ".",
            "..",
            "../x",
            "/etc/passwd",
            "a/b",
            "a\\b",
            ".hidden",
            "-rf",
            " a",
            "a\0b",
            "a\nb",
            "a\"b",
            "a%2fb",
            "é.txt",
            "a\u{202e}gpj.exe",
            "C:x",
            "~x",
            "@x",
            "a?b",
            "a#b",
            "a;b",
            &long,
        ] {
            assert!(FileName::sent(bad).is_err(), "{bad:?}");
        }
        for good in ["a", "_", "a.b.c", "9 lives~v2_final-3@x.PNG", "a..b", "CON"] {
            assert!(FileName::sent(good).is_ok(), "{good:?}");
        }
    }

    #[test]
    fn a_prefix_hides_the_name_and_comes_off_again() {
        let name = FileName::sent("photo.PNG").unwrap();
        let (first, second) = (name.made_unique(), name.made_unique());
        assert_ne!(first, second);
        assert_eq!(first.given(), "photo.PNG");
        assert_eq!(first.extension(), "png");
        assert_eq!(FileName::kept(first.as_str()), Some(first));
        assert_eq!(name.given(), "photo.PNG");
    }

    #[test]
    fn an_extension_is_what_systems_take_for_it() {
        let extension = |name| FileName::sent(name).unwrap().extension();
        assert_eq!(extension("a.HTML"), "html");
        assert_eq!(extension("a.html. ."), "html");
        assert_eq!(extension("a.html "), "html");
        assert_eq!(extension("html"), "");
        let named = |name| FileName::sent(name).unwrap().or_with_extension(Some("png"));
        assert_eq!(named("a").as_str(), "a.png");
        assert_eq!(named("a.").as_str(), "a.png");
        assert_eq!(named("a.jpg").as_str(), "a.jpg");
    }
}
