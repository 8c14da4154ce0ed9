//! The syntax tree of a pattern.

use crate::time::Moment;

/// An observation expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Observation {
    /// `[…]`: one observation.
    Single(Comparison),
    /// All of them, by different observations.
    And(Vec<Self>),
    /// One of them.
    Or(Vec<Self>),
    /// One after the other in time.
    FollowedBy(Vec<Self>),
    /// `(…)`.
    Group(Box<Self>),
    /// With qualifiers, innermost first.
    Qualified(Box<Self>, Vec<Qualifier>),
}

/// A qualifier.
#[derive(Debug, Clone, PartialEq)]
pub enum Qualifier {
    /// `WITHIN x SECONDS`.
    Within(f64),
    /// `REPEATS n TIMES`.
    Repeats(u64),
    /// `START a STOP b`: from a on, before b. `None` where the time does not exist (31 April).
    StartStop(Option<Moment>, Option<Moment>),
}

/// A comparison expression: about one observable of one observation.
#[derive(Debug, Clone, PartialEq)]
pub enum Comparison {
    /// One test.
    Test(Test),
    /// All of them, on the same observable.
    And(Vec<Self>),
    /// One of them.
    Or(Vec<Self>),
}

/// One test of a property.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// What is tested.
    pub path: Path,
    /// Whether NOT stands before the operator.
    pub negated: bool,
    /// How it is tested.
    pub operator: Operator,
}

/// An object path: `file:hashes.'SHA-256'`, `email-message:to_refs[*].value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The type of the observable.
    pub object: String,
    /// The steps; the first is always a key.
    pub steps: Vec<Step>,
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into a dictionary; through a reference, into what it refers to.
    Key(String),
    /// To one element of a list, from 0; a negative index never matches.
    Index(i64),
    /// To every element of a list.
    Any,
}

/// An operator with its right side.
#[derive(Debug, Clone, PartialEq)]
pub enum Operator {
    /// `=`.
    Equal(Literal),
    /// `!=`.
    Unequal(Literal),
    /// `<`, `<=`, `>`, `>=`.
    Order(Order, Literal),
    /// `IN (…)`.
    In(Vec<Literal>),
    /// `LIKE`: `%` any text, `_` any character.
    Like(String),
    /// `MATCHES`: a regular expression (PCRE), found anywhere.
    Matches(String),
    /// `ISSUBSET`: an address or network within this network.
    IsSubset(String),
    /// `ISSUPERSET`: a network around this address or network.
    IsSuperset(String),
    /// `EXISTS`.
    Exists,
}

/// An ordering operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// An integer; beyond 64 bits it becomes a [`Literal::Float`].
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// A string.
    Text(String),
    /// Bytes, written `h'…'` or `b'…'`.
    Binary(Vec<u8>),
    /// `true` or `false`.
    Bool(bool),
    /// `t'…'`; `None` where the time does not exist (31 April).
    Time(Option<Moment>),
}

impl Observation {
    /// Calls `visit` with every test, in order.
    pub(super) fn each_test<'a>(&'a self, visit: &mut impl FnMut(&'a Test)) {
        match self {
            Self::Single(comparison) => comparison.each_test(visit),
            Self::And(parts) | Self::Or(parts) | Self::FollowedBy(parts) => {
                for part in parts {
                    part.each_test(visit);
                }
            }
            Self::Group(inner) | Self::Qualified(inner, _) => inner.each_test(visit),
        }
    }
}

impl Comparison {
    fn each_test<'a>(&'a self, visit: &mut impl FnMut(&'a Test)) {
        match self {
            Self::Test(test) => visit(test),
            Self::And(parts) | Self::Or(parts) => {
                for part in parts {
                    part.each_test(visit);
                }
            }
        }
    }
}
