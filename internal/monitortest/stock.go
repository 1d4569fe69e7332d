package monitortest

import (
	"fmt"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/index"
)

// stock is a test's indices and documents as a generation of servers has them.
type stock struct {
	dialect dialect.Dialect
	store   *index.Store
	err     error // why there are no such indices there
	given   int   // documents
	lost    []Rejection
}

// stocks are those of the dialect that a test runs as, first, and of others that would
// map its indices otherwise.
type stocks []*stock

// newStocks makes the indices. Where all are made by dynamic mapping, every
// generation makes the same.
func newStocks(own dialect.Dialect, others []*variant, indices []Index) stocks {
	out := stocks{newStock(own, indices)}
	if !slices.ContainsFunc(indices, func(x Index) bool { return x.Body != nil }) {
		return out
	}
	for _, v := range others {
		if !slices.ContainsFunc(out, func(s *stock) bool { return s.dialect.MapsAs(v.dialect) }) {
			out = append(out, newStock(v.dialect, indices))
		}
	}
	return out
}

func newStock(d dialect.Dialect, indices []Index) *stock {
	out := &stock{dialect: d, store: index.NewStore(func() time.Time { return noEvents }).In(d)}
	for _, x := range indices {
		if err := out.store.Create(x.Name, x.Body); err != nil {
			out.err = refusal("index "+x.Name+" can't be made: ", err)
			break
		}
	}
	return out
}

// of is what a generation runs on.
func (s stocks) of(d dialect.Dialect) *stock {
	i := slices.IndexFunc(s, func(x *stock) bool { return x.dialect.MapsAs(d) })
	return s[max(i, 0)]
}

// write gives documents to all. Rejected ones and errors are those of the first.
func (s stocks) write(documents []Document) ([]Rejection, error) {
	if s[0].err != nil {
		return nil, s[0].err
	}
	for _, x := range s {
		if x.err == nil {
			x.err = x.take(documents)
		}
	}
	before := s[0].given - len(documents)
	var rejected []Rejection
	for _, r := range s[0].lost {
		if r.Document >= before {
			rejected = append(rejected, Rejection{Document: r.Document - before, Reason: r.Reason})
		}
	}
	return rejected, s[0].err
}

func (s *stock) take(documents []Document) error {
	lost, err := write(s.store, documents)
	for _, r := range lost {
		s.lost = append(s.lost, Rejection{Document: s.given + r.Document, Reason: r.Reason})
	}
	s.given += len(documents)
	return err
}

// lostOtherwise says which documents another generation loses or takes instead; "" for
// the same.
func (s *stock) lostOtherwise(other *stock) string {
	if s == other || other.err != nil {
		return ""
	}
	without := func(list, known []Rejection) []Rejection {
		return slices.DeleteFunc(slices.Clone(list), func(r Rejection) bool {
			return slices.ContainsFunc(known, func(k Rejection) bool { return k.Document == r.Document })
		})
	}
	if more := without(other.lost, s.lost); len(more) > 0 {
		return fmt.Sprintf("%d more of the events are lost, the first of them: %s", len(more), more[0].Reason)
	}
	if taken := without(s.lost, other.lost); len(taken) > 0 {
		return fmt.Sprintf("%d of the events that are lost here are taken", len(taken))
	}
	return ""
}
