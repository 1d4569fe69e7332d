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
type addresses struct {
	key      string
	named    bool
	from, to string
}

func checkAddresses(a *aggregation, s *shard) error {
	if err := checkValues(a, s); err != nil {
		return err
	}
	if _, err := a.addresses(); err != nil {
		return err
	}
	return a.checkStates(s)
}

func (a *aggregation) addresses() ([]addresses, error) {
	var out []addresses
	for _, x := range a.body.Array("ranges") {
		o, _ := x.(*orderedjson.Object)
		var r addresses
		for _, m := range o.Members() {
			text := javaText(m.Value)
			ok := true
			switch {
			case m.Value == nil:
			case m.Key == "key":
				r.key, r.named = text, true
			case m.Key == "from":
				r.from, ok = mapping.ParseIP(text)
			case m.Key == "to":
				r.to, ok = mapping.ParseIP(text)
			case m.Key == "mask":
				ok = r.mask(text)
			default:
				ok = false
			}
			if !ok {
				return nil, fault.Unsupported("aggregation [ip_range] with [%s] [%s]", m.Key, text)
			}
		}
		out = append(out, r)
	}
	if len(out) == 0 {
		return nil, fault.Illegal("No [ranges] specified for the [%s] aggregation", a.name)
	}
	slices.SortStableFunc(out, func(x, y addresses) int {
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(boolInt(x.to == ""), boolInt(y.to == "")), cmp.Compare(x.to, y.to))
	})
	return out, nil
}

// mask reads a network: up to the address behind its last one.
func (r *addresses) mask(text string) bool {
	network, err := netip.ParsePrefix(text)
	if err != nil {
		return false
	}
	first := network.Masked().Addr()
	last := first.AsSlice()
	for i := network.Bits(); i < 8*len(last); i++ {
		last[i/8] |= 1 << (7 - i%8)
	}
	end, _ := netip.AddrFromSlice(last)
	if !r.named {
		r.key, r.named = text, true
	}
	if first != netip.IPv6Unspecified() {
		r.from, _ = mapping.ParseIP(first.String())
	}
	at16 := end.As16()
	if next := netip.AddrFrom16(at16).Next(); next.IsValid() {
		r.to, _ = mapping.ParseIP(next.Unmap().String())
	}
	return true
}

func evaluateAddresses(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "ranges", "keyed", "missing", "value_type"); err != nil {
		return nil, err
	}
	ranges, err := a.addresses()
	if err != nil {
		return nil, err
	}
	named := orderedjson.NewObject()
	list := []any{}
	if a.run.gaps > 0 {
		ranges = nil // in a bucket that no shard has
	}
	for _, r := range ranges {
		docs, err := a.addressesIn(r, in)
		if err != nil {
			return nil, err
		}
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

func (a *aggregation) addressesIn(r addresses, in sets) (sets, error) {
	out := make(sets, 0, len(in))
	for _, set := range in {
		v, err := a.values(set.shard)
		if err != nil {
			return nil, err
		}
		next := shardHits{shard: set.shard, query: set.query, unasked: set.unasked}
		for _, d := range set.docs {
			if slices.ContainsFunc(v.keys(d), func(k bucketKey) bool { return r.holds(k.text) }) {
				next.docs = append(next.docs, d)
			}
		}
		out = append(out, next)
	}
	return out, nil
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
	if key = r.key; !r.named {
		key = from + "-" + to
	}
	return key, head
}
