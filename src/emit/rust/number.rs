//! Numbers as literals that no lint objects to.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::f64::consts;

/// Those that clippy takes for a misspelt constant when a literal comes near one.
const CONSTANTS: [f64; 17] = [
    consts::E,
    consts::FRAC_1_PI,
    consts::FRAC_1_SQRT_2,
    consts::FRAC_2_PI,
    consts::FRAC_2_SQRT_PI,
    consts::FRAC_PI_3,
    consts::FRAC_PI_4,
    consts::FRAC_PI_6,
    consts::FRAC_PI_8,
    consts::LN_2,
    consts::LN_10,
    consts::LOG10_2,
    consts::LOG10_E,
    consts::LOG2_10,
    consts::LOG2_E,
    consts::PI,
    consts::SQRT_2,
];

/// A number with a fraction, as in `minimum(0.5)`.
pub fn literal(value: f64) -> TokenStream {
    let magnitude = value.abs();
    let text = format!("{magnitude:?}");
    let digits = text
        .split_once('.')
        .map_or(0, |(_, fraction)| fraction.len());
    let near = |constant: f64| {
        format!("{constant:.digits$}") == text || constant.to_string().starts_with(&text)
    };
    // A maximum of 3.14 is not a sloppy π: the exponent says that it is meant.
    let named = digits > 1 && CONSTANTS.into_iter().chain([consts::TAU]).any(near);
    let text = if named {
        format!("{magnitude:e}")
    } else {
        text
    };
    let literal = text
        .parse::<Literal>()
        .unwrap_or_else(|_| Literal::f64_unsuffixed(magnitude));
    if value.is_sign_negative() {
        quote!(-#literal)
    } else {
        quote!(#literal)
    }
}

/// A length.
pub fn count(value: u32) -> Literal {
    Literal::u32_unsuffixed(value)
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn numbers_are_spelt_plainly() {
        let spell = |value: f64| literal(value).to_string().replace(' ', "");
        assert_eq!(spell(0.0), "0.0");
        assert_eq!(spell(-1.5), "-1.5");
        assert_eq!(spell(0.01), "0.01");
        assert_eq!(spell(1e300), "1e300");
    }
}
