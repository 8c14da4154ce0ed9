//! Tokens to a syntax tree: one function a rule of the grammar.

use super::PatternError;
use super::ast::{Comparison, Literal, Observation, Operator, Order, Path, Qualifier, Step, Test};
use super::token::{Placed, Token, tokens};
use crate::time;

/// How deep brackets may nest. Deeper ones do not occur, and each level costs stack.
const DEPTH: usize = 64;

struct Parser {
    tokens: Vec<Placed>,
    at: usize,
    /// The column after the last character.
    end: usize,
    depth: usize,
    version_20: bool,
}

pub(super) fn pattern(text: &str, version_20: bool) -> Result<Observation, PatternError> {
    let end = text.chars().count() + 1;
    let mut parser = Parser { tokens: tokens(text)?, at: 0, end, depth: 0, version_20 };
    let root = parser.followed_by()?;
    match parser.tokens.get(parser.at) {
        None => Ok(root),
        Some(_) => Err(parser.expected("an operator, a qualifier or the end")),
    }
}

const KEYWORDS: [&str; 17] = [
    "AND",
    "OR",
    "NOT",
    "FOLLOWEDBY",
    "LIKE",
    "MATCHES",
    "ISSUPERSET",
    "ISSUBSET",
    "EXISTS",
    "LAST",
    "IN",
    "START",
    "STOP",
    "SECONDS",
    "WITHIN",
    "REPEATS",
    "TIMES",
];

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn expected(&self, what: &str) -> PatternError {
        let (found, column) = match self.tokens.get(self.at) {
            None => ("the end".to_owned(), self.end),
            Some((token, column)) => (
                match token {
                    Token::Word(word, _) => format!("'{word}'"),
                    Token::Sign(sign) => format!("'{sign}'"),
                    Token::Value(_) | Token::Integer(..) | Token::Float(..) => "a constant".to_owned(),
                },
                *column,
            ),
        };
        PatternError { column, reason: format!("{what} was expected, found {found}") }
    }

    /// Takes a keyword if it is next.
    fn word(&mut self, keyword: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(word, _)) if word == keyword);
        self.at += usize::from(found);
        found
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(next)) if *next == sign);
        self.at += usize::from(found);
        found
    }

    fn need(&mut self, taken: bool, what: &str) -> Result<(), PatternError> {
        if taken { Ok(()) } else { Err(self.expected(what)) }
    }

    /// Operands joined by a keyword, as one node.
    fn chain<T>(
        &mut self,
        keyword: &str,
        operand: fn(&mut Self) -> Result<T, PatternError>,
        join: fn(Vec<T>) -> T,
    ) -> Result<T, PatternError> {
        let first = operand(self)?;
        if !self.word(keyword) {
            return Ok(first);
        }
        let mut parts = vec![first, operand(self)?];
        while self.word(keyword) {
            parts.push(operand(self)?);
        }
        Ok(join(parts))
    }

    fn followed_by(&mut self) -> Result<Observation, PatternError> {
        self.chain("FOLLOWEDBY", Self::any_observation, Observation::FollowedBy)
    }

    fn any_observation(&mut self) -> Result<Observation, PatternError> {
        self.chain("OR", Self::all_observations, Observation::Or)
    }

    fn all_observations(&mut self) -> Result<Observation, PatternError> {
        self.chain("AND", Self::observation, Observation::And)
    }

    fn nested<T>(&mut self, inner: fn(&mut Self) -> Result<T, PatternError>) -> Result<T, PatternError> {
        self.depth += 1;
        if self.depth > DEPTH {
            let mut error = self.expected("");
            error.reason = format!("brackets are nested deeper than {DEPTH} levels");
            return Err(error);
        }
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn observation(&mut self) -> Result<Observation, PatternError> {
        let inner = if self.sign("[") {
            let comparison = self.any_comparison()?;
            let closed = self.sign("]");
            self.need(closed, "AND, OR or ']'")?;
            Observation::Single(comparison)
        } else if self.sign("(") {
            let inner = self.nested(Self::followed_by)?;
            let closed = self.sign(")");
            self.need(closed, "')'")?;
            Observation::Group(Box::new(inner))
        } else {
            return Err(self.expected("'[' or '('"));
        };
        let mut qualifiers = Vec::new();
        while let Some(qualifier) = self.qualifier()? {
            qualifiers.push(qualifier);
        }
        Ok(if qualifiers.is_empty() { inner } else { Observation::Qualified(Box::new(inner), qualifiers) })
    }

    fn qualifier(&mut self) -> Result<Option<Qualifier>, PatternError> {
        if self.word("WITHIN") {
            let seconds = match self.peek() {
                Some(Token::Integer(Literal::Integer(value), false)) => *value as f64,
                Some(Token::Integer(Literal::Float(value), false) | Token::Float(value, false)) => *value,
                _ => return Err(self.expected("a number of seconds that is not negative")),
            };
            self.at += 1;
            let unit = self.word("SECONDS");
            self.need(unit, "SECONDS")?;
            return Ok(Some(Qualifier::Within(seconds)));
        }
        if self.word("REPEATS") {
            let times = match self.peek() {
                Some(Token::Integer(Literal::Integer(value), false)) => *value as u64,
                Some(Token::Integer(Literal::Float(_), false)) => u64::MAX,
                _ => return Err(self.expected("an integer that is not negative")),
            };
            self.at += 1;
            let unit = self.word("TIMES");
            self.need(unit, "TIMES")?;
            return Ok(Some(Qualifier::Repeats(times)));
        }
        if self.word("START") {
            let start = self.time()?;
            let stop = self.word("STOP");
            self.need(stop, "STOP")?;
            return Ok(Some(Qualifier::StartStop(start, self.time()?)));
        }
        Ok(None)
    }

    fn time(&mut self) -> Result<Option<time::Moment>, PatternError> {
        let found = match self.peek() {
            Some(Token::Value(Literal::Time(moment))) if !self.version_20 => *moment,
            Some(Token::Value(Literal::Text(text))) if self.version_20 => time::parse(text),
            _ if self.version_20 => return Err(self.expected("a time in quotes")),
            _ => return Err(self.expected("a time, t'…'")),
        };
        self.at += 1;
        Ok(found)
    }

    fn any_comparison(&mut self) -> Result<Comparison, PatternError> {
        self.chain("OR", Self::all_comparisons, Comparison::Or)
    }

    fn all_comparisons(&mut self) -> Result<Comparison, PatternError> {
        self.chain("AND", Self::comparison, Comparison::And)
    }

    fn comparison(&mut self) -> Result<Comparison, PatternError> {
        if self.sign("(") {
            let inner = self.nested(Self::any_comparison)?;
            let closed = self.sign(")");
            self.need(closed, "AND, OR or ')'")?;
            return Ok(inner);
        }
        let not_first = self.word("NOT");
        if not_first || matches!(self.peek(), Some(Token::Word(word, _)) if word == "EXISTS") {
            let exists = self.word("EXISTS");
            self.need(exists, "EXISTS")?;
            let path = self.path()?;
            return Ok(Comparison::Test(Test { path, negated: not_first, operator: Operator::Exists }));
        }
        let path = self.path()?;
        let negated = self.word("NOT");
        let operator = self.operator()?;
        Ok(Comparison::Test(Test { path, negated, operator }))
    }

    fn operator(&mut self) -> Result<Operator, PatternError> {
        let order = |sign: &str| match sign {
            "<" => Some(Order::Less),
            "<=" => Some(Order::LessOrEqual),
            ">" => Some(Order::Greater),
            ">=" => Some(Order::GreaterOrEqual),
            _ => None,
        };
        let text = |parser: &mut Self, make: fn(String) -> Operator| match parser.peek() {
            Some(Token::Value(Literal::Text(text))) => {
                let operator = make(text.clone());
                parser.at += 1;
                Ok(operator)
            }
            _ => Err(parser.expected("a string")),
        };
        if self.sign("=") {
            return self.literal(true).map(Operator::Equal);
        }
        if self.sign("!=") {
            return self.literal(true).map(Operator::Unequal);
        }
        if let Some(order) =
            self.peek().and_then(|token| if let Token::Sign(sign) = token { order(sign) } else { None })
        {
            self.at += 1;
            return self.literal(false).map(|literal| Operator::Order(order, literal));
        }
        if self.word("IN") {
            return self.set().map(Operator::In);
        }
        if self.word("LIKE") {
            return text(self, Operator::Like);
        }
        if self.word("MATCHES") {
            return text(self, Operator::Matches);
        }
        if self.word("ISSUBSET") {
            return text(self, Operator::IsSubset);
        }
        if self.word("ISSUPERSET") {
            return text(self, Operator::IsSuperset);
        }
        Err(self.expected("an operator (=, <, IN, LIKE, …)"))
    }

    /// A constant; truth values have no order.
    fn literal(&mut self, with_bool: bool) -> Result<Literal, PatternError> {
        let literal = match self.peek() {
            Some(Token::Value(Literal::Bool(_))) if !with_bool => {
                return Err(self.expected("a constant with an order"));
            }
            Some(Token::Value(literal) | Token::Integer(literal, _)) => literal.clone(),
            Some(Token::Float(value, _)) => Literal::Float(*value),
            _ => return Err(self.expected("a constant")),
        };
        self.at += 1;
        Ok(literal)
    }

    fn set(&mut self) -> Result<Vec<Literal>, PatternError> {
        let open = self.sign("(");
        self.need(open, "'('")?;
        let mut literals = Vec::new();
        if self.sign(")") {
            return Ok(literals);
        }
        loop {
            literals.push(self.literal(true)?);
            if !self.sign(",") {
                break;
            }
        }
        let closed = self.sign(")");
        self.need(closed, "',' or ')'")?;
        Ok(literals)
    }

    fn path(&mut self) -> Result<Path, PatternError> {
        let object = match self.peek() {
            Some(Token::Word(word, _)) if !KEYWORDS.contains(&word.as_str()) => word.clone(),
            _ => return Err(self.expected("an object path (type:property)")),
        };
        self.at += 1;
        let colon = self.sign(":");
        self.need(colon, "':'")?;
        let mut steps = vec![self.key()?];
        loop {
            if self.sign(".") {
                steps.push(self.key()?);
            } else if self.sign("[") {
                let step = match self.peek() {
                    Some(Token::Sign("*")) => Step::Any,
                    Some(Token::Integer(Literal::Integer(index), _)) => Step::Index(*index),
                    Some(Token::Integer(Literal::Float(_), _)) => Step::Index(i64::MAX),
                    _ => return Err(self.expected("an index or *")),
                };
                self.at += 1;
                let closed = self.sign("]");
                self.need(closed, "']'")?;
                steps.push(step);
            } else {
                return Ok(Path { object, steps });
            }
        }
    }

    fn key(&mut self) -> Result<Step, PatternError> {
        let key = match self.peek() {
            Some(Token::Word(word, false)) if !KEYWORDS.contains(&word.as_str()) => word.clone(),
            Some(Token::Value(Literal::Text(text))) => text.clone(),
            _ => return Err(self.expected("a property (in quotes if it has a hyphen)")),
        };
        self.at += 1;
        Ok(Step::Key(key))
    }
}
