//! Numbers as literals that no lint objects to.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::f64::consts;

/// Those that clippy takes for a misspelt constant when a literal comes near one.
const CONSTANTS: [f64; 18] = [
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
    consts::TAU,
];

/// A number as an `f64`, as in `minimum(0.5)`.
pub fn literal(value: f64) -> TokenStream {
    let magnitude = value.abs();
    let text = format!("{magnitude:?}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits = fraction.len();
    let near = |constant: f64| {
        format!("{constant:.digits$}") == text || constant.to_string().starts_with(&text)
    };
    let literal = if digits > 1 && CONSTANTS.into_iter().any(near) {
        // A maximum of 3.14 is no sloppy π. The quotient is rounded as the literal would be: to the very same number.
        let tens = format!("1{}.0", "0".repeat(digits));
        let (dividend, divisor) = (float(&format!("{whole}{fraction}.0")), float(&tens));
        quote!(#dividend / #divisor)
    } else {
        float(&text)
    };
    if value.is_sign_negative() && magnitude > 0.0 {
        quote!(-#literal)
    } else {
        literal
    }
}

fn float(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
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
        assert_eq!(spell(3.25), "3.25");
        assert_eq!(spell(-0.0), "0.0");
    }

    #[test]
    fn what_looks_like_a_constant_is_a_quotient() {
        let pi = "3.14".parse().unwrap_or_default();
        assert_eq!(literal(pi).to_string(), "314.0 / 100.0");
    }
}
