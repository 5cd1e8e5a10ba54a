//! `inet`, `cidr`, `macaddr` and `macaddr8`.

use super::{Fault, ParseError, end, take, through_sql, through_text};
use bytes::{BufMut, BytesMut};
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// PostgreSQL's own numbers of the two families.
const IPV4: u8 = 2;
const IPV6: u8 = 3;

/// An `inet`: an address, and how many of its bits are the network's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Inet {
    /// The address.
    pub address: IpAddr,
    /// How many bits are the network's: at most 32 or 128, which is a host.
    pub prefix: u8,
}

/// A `cidr`: a network. Bits beyond the prefix are zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr {
    /// The first address.
    pub address: IpAddr,
    /// How many bits are the network's.
    pub prefix: u8,
}

fn full(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

impl From<IpAddr> for Inet {
    /// A host.
    fn from(address: IpAddr) -> Self {
        Self { address, prefix: full(address) }
    }
}

macro_rules! network {
    ($type:ident, $name:literal, $is_cidr:literal) => {
        impl $type {
            fn read(mut raw: &[u8]) -> Result<Self, Fault> {
                let [family, prefix, _, _] = take(&mut raw)?;
                let address = match family {
                    IPV4 => IpAddr::from(take::<4>(&mut raw)?),
                    IPV6 => IpAddr::from(take::<16>(&mut raw)?),
                    _ => return Err("the address is of no known family".into()),
                };
                end(raw).map(|()| Self { address, prefix })
            }

            fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
                if self.prefix > full(self.address) {
                    return Err("the prefix is longer than the address".into());
                }
                match self.address {
                    IpAddr::V4(it) => {
                        out.put_slice(&[IPV4, self.prefix, $is_cidr, 4]);
                        out.put_slice(&it.octets());
                    }
                    IpAddr::V6(it) => {
                        out.put_slice(&[IPV6, self.prefix, $is_cidr, 16]);
                        out.put_slice(&it.octets());
                    }
                }
                Ok(())
            }
        }

        through_sql!($type, $name);
        through_text!($type);

        impl FromStr for $type {
            type Err = ParseError;

            fn from_str(text: &str) -> Result<Self, ParseError> {
                let expected = ParseError::new("an address as 192.0.2.0/24 or 2001:db8::/32");
                let (address, prefix) =
                    text.split_once('/').map_or((text, None), |(it, prefix)| (it, Some(prefix)));
                let address: IpAddr = address.parse().map_err(|_| expected.clone())?;
                let prefix = prefix.map_or(Ok(full(address)), str::parse);
                match prefix {
                    Ok(prefix) if prefix <= full(address) => Ok(Self { address, prefix }),
                    _ => Err(expected),
                }
            }
        }
    };
}

network!(Inet, "inet", 0);
network!(Cidr, "cidr", 1);

impl fmt::Display for Inet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.address)?;
        if self.prefix == full(self.address) { Ok(()) } else { write!(f, "/{}", self.prefix) }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

/// A `macaddr`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MacAddr(pub [u8; 6]);

/// A `macaddr8`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MacAddr8(pub [u8; 8]);

macro_rules! mac {
    ($type:ident, $name:literal, $length:literal) => {
        impl $type {
            fn read(mut raw: &[u8]) -> Result<Self, Fault> {
                let bytes = take(&mut raw)?;
                end(raw).map(|()| Self(bytes))
            }

            fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
                out.put_slice(&self.0);
                Ok(())
            }
        }

        through_sql!($type, $name);
        through_text!($type);

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                for (at, byte) in self.0.iter().enumerate() {
                    write!(f, "{}{byte:02x}", if at == 0 { "" } else { ":" })?;
                }
                Ok(())
            }
        }

        impl FromStr for $type {
            type Err = ParseError;

            fn from_str(text: &str) -> Result<Self, ParseError> {
                let byte = |it: &str| (it.len() == 2).then(|| u8::from_str_radix(it, 16).ok())?;
                let bytes: Option<Vec<u8>> = text.split(':').map(byte).collect();
                let bytes = bytes.and_then(|it| <[u8; $length]>::try_from(it).ok());
                bytes.map(Self).ok_or(ParseError::new("a hardware address as 08:00:2b:01:02:03"))
            }
        }
    };
}

mac!(MacAddr, "macaddr", 6);
mac!(MacAddr8, "macaddr8", 8);
