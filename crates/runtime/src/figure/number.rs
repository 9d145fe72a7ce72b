//! Numbers as figures write them: a true minus sign, powers as superscripts, no noise.

/// `value` with a fixed count of decimals; never `−0`.
pub(crate) fn with_decimals(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| c == '0' || c == '.') => digits.to_owned(),
        Some(digits) => format!("−{digits}"),
        None => text,
    }
}

/// About four significant digits, as short as possible: `0.0312`, `12.5`, `1.2×10⁻⁷`.
pub(crate) fn significant(value: f64) -> String {
    if !value.is_finite() {
        return format!("{value}");
    }
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e6).contains(&size) {
        return scientific(value);
    }
    let digits = if size == 0.0 {
        0
    } else {
        (3.0 - size.log10().floor()).clamp(0.0, 7.0) as usize
    };
    let text = with_decimals(value, digits);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// `2.5×10⁻⁵`: mantissa with at most three decimals.
pub(crate) fn scientific(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let text = format!("{value:.3e}");
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return text;
    };
    let mantissa = mantissa
        .trim_end_matches('0')
        .trim_end_matches('.')
        .replace('-', "−");
    let exponent = exponent.parse().unwrap_or(0);
    format!("{mantissa}×10{}", superscript(exponent))
}

/// `10⁻³`.
pub(crate) fn power_of_ten(exponent: i32) -> String {
    format!("10{}", superscript(exponent))
}

/// An integer in superscript digits.
pub(crate) fn superscript(number: i32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raise = |c: char| c.to_digit(10).map_or('⁻', |digit| DIGITS[digit as usize]);
    number.to_string().chars().map(raise).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_keep_four_digits() {
        let shown = [0.0, 1.0, -0.03124, 12.5, 999.96, 0.1 + 0.2, 2.5e-5, -3e9].map(significant);
        assert_eq!(
            shown,
            [
                "0",
                "1",
                "−0.03124",
                "12.5",
                "1000",
                "0.3",
                "2.5×10⁻⁵",
                "−3×10⁹"
            ]
        );
    }

    #[test]
    fn zero_has_no_sign() {
        assert_eq!(with_decimals(-0.0004, 2), "0.00");
        assert_eq!(with_decimals(-0.4, 1), "−0.4");
    }
}
