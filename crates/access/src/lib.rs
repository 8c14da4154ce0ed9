//! Who may do what: organisations, people, roles, scopes, as data.
