//! The code of each finding. Codes are never used again for something else, so that a search for one finds its answer.

/// Declares the codes, and lists them for the test that compares them with the documentation.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $code;)*

        /// Every code, in order.
        pub const ALL: &[&str] = &[$($code),*];
    };
}

codes! {
    // The text.
    NOT_JSON = "E0001";
    COMMENT = "E0002";
    TRAILING_COMMA = "E0003";
    KEY_TWICE = "E0004";
    FILE_TOO_LARGE = "E0005";
    TOO_DEEP = "E0006";

    // The grammar.
    WRONG_KIND = "E0101";
    MISSING_KEY = "E0102";
    NO_CLASSES = "E0103";
    UNKNOWN_TYPE = "E0104";
    UNKNOWN_CHOICE = "E0105";
    OUT_OF_BOUNDS = "E0106";
    UNKNOWN_KEY = "W0107";

    // Names.
    BAD_CLASS_NAME = "E0201";
    BAD_FIELD_NAME = "E0202";
    CLASS_TWICE = "E0203";
    TOO_MANY = "E0204";
    RESERVED_NAME = "E0205";
    BAD_CODE_NAME = "E0206";
    NAMES_MEET = "W0207";
    CLASS_LEFT_OUT = "W0208";

    // Fields.
    UNKNOWN_CLASS = "E0301";
    SYSTEM_FIELD_TYPE = "E0302";
    REQUIRED_CYCLE = "E0303";
    DOES_NOT_APPLY = "E0304";
    BAD_RANGE = "E0305";
    BAD_PATTERN = "E0306";
    BAD_DEFAULT = "E0307";
    CLEAR_REQUIRED = "E0308";
    VALUE_TWICE = "E0309";
    UNKNOWN_VALUE = "E0310";
    TWO_DEFAULTS = "E0311";

    // Rules.
    UNKNOWN_PRINCIPAL = "E0401";
    OWNER_UNKNOWN = "E0402";
    BAD_PATH = "E0403";
    UNKNOWN_FIELD = "E0404";
    BAD_INDEX = "E0405";
    BAD_NOTIFY = "E0406";
    UNKNOWN_ROLE = "W0407";
    SEVERAL_OWNERS = "W0408";
    INDEX_LEFT_OUT = "W0410";

    // The settings.
    BAD_SETTING = "E0501";
}
