package sigma

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// network asks for the addresses of a network: a field of addresses by the network itself,
// a text by an expression of all its addresses.
func (c *converter) network(f field, v *value) clause.Clause {
	net, err := readNetwork(v.text)
	switch {
	case err != nil:
		c.refuse(v.node, "Network that can't be read", err.Error())
		return clause.Nothing()
	case f.kind == "ip":
		return clause.Values(f.name, net.String())
	case f.kind != "" && !slices.Contains([]string{"keyword", "wildcard"}, f.kind):
		c.refuse(v.node, "Value that a field can't have", f.name+" is of the type "+f.kind+" in the index, which has no addresses.")
		return clause.Nothing()
	case !net.Addr().Is4():
		return c.network6(f, v, net)
	case net.IsSingleIP():
		return clause.Values(f.exact, net.Addr().String())
	}
	return clause.Query("regexp", orderedjson.One(f.exact, addresses(net)))
}

// network6 asks for addresses of IPv6 in a text.
func (c *converter) network6(f field, v *value, net netip.Prefix) clause.Clause {
	expression, ok := addresses6(net)
	if !ok && !net.IsSingleIP() {
		c.refuse(v.node, "Network of IPv6 in a text", f.exact+" holds addresses as texts, and those of this network begin in several ways, since a row of zeros is left out. Map the field as ip, and give the mapping by --mapping.")
		return clause.Nothing()
	}
	c.note(v.node, "Network of IPv6 in a text", f.exact+" holds addresses as texts. Those are found that are written as RFC 5952 has it, such as 2001:db8::1; in a field of the type ip it makes no difference.")
	if net.IsSingleIP() {
		return clause.Query("term", orderedjson.One(f.exact, clause.AnyCase(net.Addr().String())))
	}
	return clause.Query("regexp", orderedjson.One(f.exact, clause.AnyCase(expression)))
}

func readNetwork(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil && addr.Zone() == "" {
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	net, err := netip.ParsePrefix(text)
	if err != nil {
		return net, fmt.Errorf("%s is no network such as 10.0.0.0/8", strconv.Quote(text))
	}
	if net != net.Masked() {
		return net, fmt.Errorf("%s names an address within the network %s: which of the two is meant?", text, net.Masked())
	}
	return net, nil
}

// addresses is an expression of all addresses of a network of IPv4.
func addresses(net netip.Prefix) string {
	first := net.Addr().As4()
	var parts []string
	for i, octet := range first {
		fixed := min(max(net.Bits()-8*i, 0), 8)
		last := int(octet) | (1<<(8-fixed) - 1)
		parts = append(parts, numbers(int(octet), last))
	}
	return strings.Join(parts, `\.`)
}

// numbers is an expression of the numbers from one to another, of 0 to 255.
func numbers(from, to int) string {
	switch {
	case from == to:
		return strconv.Itoa(from)
	case from == 0 && to == 255:
		return "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
	}
	var parts []string
	for n := from; n <= to; {
		tens := n / 10
		last := min(tens*10+9, to)
		before := ""
		if tens > 0 {
			before = strconv.Itoa(tens)
		}
		if n == last {
			parts = append(parts, strconv.Itoa(n))
		} else {
			parts = append(parts, fmt.Sprintf("%s[%d-%d]", before, n%10, last%10))
		}
		n = last + 1
	}
	return "(" + strings.Join(parts, "|") + ")"
}
