package search

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// addresses is one range of ip_range, in the form that addresses are indexed in:
// from is in it, to isn't; "" is open.
type addresses struct{ key, from, to string }

func checkAddresses(a *aggregation, s *shard) error {
	if err := a.checkSource(s, ipSource); err != nil {
		return err
	}
	_, err := a.addresses()
	return err
}

func (a *aggregation) addresses() ([]addresses, error) {
	var out []addresses
	for _, x := range a.body.Array("ranges") {
		o, _ := x.(*orderedjson.Object)
		r := addresses{key: o.Text("key")}
		for _, m := range o.Members() {
			text := javaText(m.Value)
			if m.Value == nil || m.Key == "key" {
				continue
			}
			ok := false
			switch m.Key {
			case "from":
				r.from, ok = mapping.ParseIP(text)
			case "to":
				r.to, ok = mapping.ParseIP(text)
			case "mask":
				ok = r.mask(text)
			}
			if !ok {
				return nil, fault.Unsupported("aggregation [ip_range] with [%s] [%s]", m.Key, text)
			}
		}
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(x, y addresses) int {
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(boolInt(x.to == ""), boolInt(y.to == "")), cmp.Compare(x.to, y.to))
	})
	return out, nil
}

// mask reads a network: up to the address behind its last one.
func (r *addresses) mask(text string) bool {
	network, err := netip.ParsePrefix(text)
	if err != nil || !network.Addr().Is4() || network.Bits() == 0 {
		return false
	}
	bytes := network.Masked().Addr().As4()
	end := uint64(bytes[0])<<24 | uint64(bytes[1])<<16 | uint64(bytes[2])<<8 | uint64(bytes[3])
	end += 1 << (32 - network.Bits())
	if end >= 1<<32 {
		return false
	}
	last := netip.AddrFrom4([4]byte{byte(end >> 24), byte(end >> 16), byte(end >> 8), byte(end)})
	var okFrom, okTo bool
	r.from, okFrom = mapping.ParseIP(network.Masked().Addr().String())
	r.to, okTo = mapping.ParseIP(last.String())
	if r.key == "" {
		r.key = text
	}
	return okFrom && okTo
}

func evaluateAddresses(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "ranges", "keyed"); err != nil {
		return nil, err
	}
	ranges, err := a.addresses()
	if err != nil {
		return nil, err
	}
	named := orderedjson.NewObject()
	list := []any{}
	for _, r := range ranges {
		docs := in.narrow(func(s *shard, d *doc) bool {
			f := a.field(s)
			return f != nil && d.Values[f.Path] != nil && slices.ContainsFunc(d.Values[f.Path].Terms, r.holds)
		})
		key, head := r.head()
		if !flag(a.body, "keyed") {
			head = orderedjson.NewObject(append([]orderedjson.Member{{Key: "key", Value: key}}, head.Members()...)...)
		}
		b, err := a.bucket(head, docs)
		if err != nil {
			return nil, err
		}
		named.Set(key, b)
		list = append(list, b)
	}
	if flag(a.body, "keyed") {
		return orderedjson.NewObject(orderedjson.Member{Key: "buckets", Value: named}), nil
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "buckets", Value: list}), nil
}

func (r addresses) holds(ip string) bool { return ip >= r.from && (r.to == "" || ip < r.to) }

func (r addresses) head() (key string, head *orderedjson.Object) {
	head = orderedjson.NewObject()
	from, to := "*", "*"
	if r.from != "" {
		from = mapping.PrintIP(r.from)
		head.Set("from", from)
	}
	if r.to != "" {
		to = mapping.PrintIP(r.to)
		head.Set("to", to)
	}
	if key = r.key; key == "" {
		key = from + "-" + to
	}
	return key, head
}
