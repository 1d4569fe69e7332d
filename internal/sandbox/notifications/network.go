package notifications

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"syscall"
)

// resolve finds the addresses of a host, IPv4 before IPv6. No host is this
// machine, as in Java. There is none where the name is unknown.
func resolve(ctx context.Context, host string) []net.IP {
	host = strings.Trim(host, "[]")
	if host == "" {
		return []net.IP{net.IPv4(127, 0, 0, 1)}
	}
	found, err := net.DefaultResolver.LookupIPAddr(ctx, host)
	if err != nil {
		return nil
	}
	addresses := []net.IP{}
	for _, a := range found {
		addresses = append(addresses, a.IP)
	}
	slices.SortStableFunc(addresses, func(a, b net.IP) int {
		return cmp.Compare(len(b.To4()), len(a.To4()))
	})
	return addresses
}

// isDenied tells whether a deny list has the host: by name, by address or by
// network.
func isDenied(host string, addresses []net.IP, denied []string) bool {
	return slices.ContainsFunc(denied, func(entry string) bool {
		if strings.EqualFold(entry, host) {
			return true
		}
		network, err := netip.ParsePrefix(entry)
		if err != nil {
			single, err := netip.ParseAddr(strings.Trim(entry, "[]"))
			if err != nil {
				return false
			}
			network = netip.PrefixFrom(single, single.BitLen())
		}
		return slices.ContainsFunc(addresses, func(ip net.IP) bool {
			address, ok := netip.AddrFromSlice(ip)
			return ok && network.Contains(address.Unmap())
		})
	})
}

// connectText is what the real client says where no address answers. 2.19 lists
// the addresses, 3.5 shows the host as a URL.
func connectText(err error, t destined) string {
	why := "Connection refused"
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		why = "Connect timed out"
	case errors.Is(err, syscall.EHOSTUNREACH):
		why = "No route to host"
	case errors.Is(err, syscall.ENETUNREACH):
		why = "Network is unreachable"
	}
	if t.manners.reasonPhrase {
		scheme := "http"
		if t.tls {
			scheme = "https"
		}
		return fmt.Sprintf("Connect to %s://%s failed: %s", scheme, t.shown, why)
	}
	name := t.host
	if net.ParseIP(name) != nil {
		name = ""
	}
	list := []string{}
	for _, ip := range t.addresses {
		list = append(list, name+"/"+javaAddress(ip))
	}
	host := t.host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return fmt.Sprintf("Connect to %s:%d %s failed: %s", host, t.port, javaList(list), why)
}

// javaAddress prints an address as Java does: IPv6 in eight groups.
func javaAddress(ip net.IP) string {
	if v4 := ip.To4(); v4 != nil {
		return v4.String()
	}
	groups := []string{}
	for i := 0; i+1 < len(ip); i += 2 {
		groups = append(groups, fmt.Sprintf("%x", int(ip[i])<<8|int(ip[i+1])))
	}
	return strings.Join(groups, ":")
}

// readText is what the real client says where no whole answer comes.
func readText(err error, t target) string {
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return "Read timed out"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Sprintf("%s:%d failed to respond", t.host, t.port)
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, net.ErrClosed):
		return "Connection reset"
	}
	return "The server failed to respond with a valid HTTP response"
}

// handshakeText is what Java's TLS says of a handshake that failed.
func handshakeText(err error, host string) string {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &unknown):
		return "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target"
	case errors.As(err, &name):
		return fmt.Sprintf("Certificate for <%s> doesn't match any of the subject alternative names: %s", host, javaList(name.Certificate.DNSNames))
	case errors.As(err, &record):
		return "Unsupported or unrecognized SSL message"
	}
	return "Remote host terminated the handshake"
}
