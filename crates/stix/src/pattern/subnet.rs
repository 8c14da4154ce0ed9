//! Networks within networks: `ISSUBSET` and `ISSUPERSET`.

use std::net::IpAddr;

/// An address with the number of leading bits that count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Network {
    bits: u128,
    prefix: u32,
    width: u32,
}

/// Reads an address or a network. `alone` says whether an address without a prefix will do.
pub(super) fn read(text: &str, alone: bool) -> Option<Network> {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) if prefix.bytes().all(|byte| byte.is_ascii_digit()) => {
            (address, Some(prefix.parse().ok()?))
        }
        None if alone => (text, None),
        _ => return None,
    };
    let (bits, width) = match address.parse().ok()? {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    };
    let prefix = prefix.unwrap_or(width);
    (prefix <= width).then_some(Network { bits, prefix, width })
}

/// Whether `inner` lies in `outer`.
pub(super) fn contains(outer: Network, inner: Network) -> bool {
    outer.width == inner.width
        && outer.prefix <= inner.prefix
        && (outer.bits ^ inner.bits).checked_shr(outer.width - outer.prefix).unwrap_or(0) == 0
}
