//! Which plural form stands for one thing: the header's `Plural-Forms`.
//!
//! Form 0 is not always the singular: Arabic, Welsh and Latvian have a form for
//! none before it. So the expression is worked out for `n = 1`, by recursive
//! descent, as gettext does (manual, "Plural forms"; the operators and their
//! ranks are C's):
//!
//! ```text
//! field = "nplurals" "=" number ";" "plural" "=" ternary [";"]
//! ternary = binary [ "?" ternary ":" ternary ]
//! binary = unary { operator binary }        unary = { "!" } primary
//! primary = number | "n" | "(" ternary ")"
//! ```

/// How deep an expression may nest; those of real languages reach 8.
const MAX_DEPTH: usize = 64;

/// The index of the form for one thing; nothing where the field cannot be read.
pub(super) fn form_of_one(field: &str) -> Option<usize> {
    let (_, expression) = field.split_once("plural=").or_else(|| field.split_once("plural ="))?;
    let text: Vec<u8> = expression.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let mut parser = Parser { rest: &text, n: 1, depth: 0 };
    let value = parser.ternary()?;
    matches!(parser.rest, [] | [b';', ..]).then(|| usize::try_from(value).ok()).flatten()
}

struct Parser<'t> {
    rest: &'t [u8],
    n: u64,
    depth: usize,
}

/// An operator: how it is written, its rank, what it works out.
type Operator = (&'static [u8], u8, fn(u64, u64) -> Option<u64>);

/// The binary operators, those of two characters before those that begin them.
const OPERATORS: [Operator; 13] = [
    (b"||", 1, |a, b| Some(u64::from(a != 0 || b != 0))),
    (b"&&", 2, |a, b| Some(u64::from(a != 0 && b != 0))),
    (b"==", 3, |a, b| Some(u64::from(a == b))),
    (b"!=", 3, |a, b| Some(u64::from(a != b))),
    (b"<=", 4, |a, b| Some(u64::from(a <= b))),
    (b">=", 4, |a, b| Some(u64::from(a >= b))),
    (b"<", 4, |a, b| Some(u64::from(a < b))),
    (b">", 4, |a, b| Some(u64::from(a > b))),
    (b"+", 5, |a, b| Some(a.wrapping_add(b))),
    (b"-", 5, |a, b| Some(a.wrapping_sub(b))),
    (b"*", 6, |a, b| Some(a.wrapping_mul(b))),
    (b"/", 6, u64::checked_div),
    (b"%", 6, u64::checked_rem),
];

impl Parser<'_> {
    fn take(&mut self, token: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    fn ternary(&mut self) -> Option<u64> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut value = self.binary(0)?;
        if self.take(b"?").is_some() {
            let yes = self.ternary()?;
            self.take(b":")?;
            let no = self.ternary()?;
            value = if value != 0 { yes } else { no };
        }
        self.depth -= 1;
        Some(value)
    }

    /// Operators above a rank, those of one rank from the left.
    fn binary(&mut self, rank: u8) -> Option<u64> {
        let mut value = self.unary()?;
        while let Some((token, own, work)) =
            OPERATORS.iter().find(|(token, ..)| self.rest.starts_with(token))
            && *own > rank
        {
            self.take(token)?;
            value = work(value, self.binary(*own)?)?;
        }
        Some(value)
    }

    fn unary(&mut self) -> Option<u64> {
        let mut not = 0;
        while !self.rest.starts_with(b"!=") && self.take(b"!").is_some() {
            not += 1;
        }
        let value = self.primary()?;
        match not {
            0 => Some(value),
            _ => Some(u64::from((value != 0) == (not % 2 == 0))),
        }
    }

    fn primary(&mut self) -> Option<u64> {
        if self.take(b"(").is_some() {
            let value = self.ternary()?;
            self.take(b")")?;
            return Some(value);
        }
        if self.take(b"n").is_some() {
            return Some(self.n);
        }
        let digits = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        std::str::from_utf8(number).ok()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forms_of_real_languages() {
        for (field, form) in [
            ("nplurals=1; plural=0;", Some(0)),
            ("nplurals=2; plural=(n != 1);", Some(0)),
            ("nplurals=2; plural=n>1", Some(0)),
            // Polish.
            (
                "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
                Some(0),
            ),
            // Arabic.
            (
                "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
                Some(1),
            ),
            // Latvian.
            (
                "nplurals=3; plural = (n % 10 == 0 || n % 100 >= 11 && n % 100 <= 19) ? 0 : ((n % 10 == 1 && n % 100 != 11) ? 1 : 2);",
                Some(1),
            ),
            // Slovenian, as gettext's manual has it.
            (
                "nplurals=4; plural=n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3;",
                Some(0),
            ),
            ("nplurals=2; plural=!(n-1)+7*2/3-1;", Some(4)),
            ("nplurals=INTEGER; plural=EXPRESSION;", None),
            ("nplurals=2; plural=1/0;", None),
            ("nplurals=2; plural=(n;", None),
            ("nplurals=2; plural=n n;", None),
            ("", None),
        ] {
            assert_eq!(form_of_one(field), form, "{field}");
        }
    }

    #[test]
    fn deep_expressions_are_refused() {
        assert_eq!(form_of_one(&format!("plural={}n", "(".repeat(100_000))), None);
        assert_eq!(form_of_one(&format!("plural={}n", "n?".repeat(100_000))), None);
        assert_eq!(form_of_one(&format!("plural={}n", "!".repeat(100_000))), Some(1));
        assert_eq!(form_of_one(&format!("plural={}n", "n+".repeat(100_000))), Some(100_001));
    }

    proptest! {
        #[test]
        fn any_expression_ends(expression in "plural=[n0-9!=<>&|?:()+*/% -]{0,40}") {
            form_of_one(&expression);
        }
    }
}
