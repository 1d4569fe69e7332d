package search

import "slices"

// rewriteAll rewrites the queries of all aggregations: what is wrong then is told
// before anything else.
func rewriteAll(list []*aggregation, s *shard) error {
	for _, a := range list {
		for _, q := range a.queries() {
			if _, err := s.rewrite(q.body); err != nil {
				return unwrapped(err)
			}
		}
		if err := rewriteAll(a.subs, s); err != nil {
			return err
		}
	}
	return nil
}

func readAll(list []*aggregation, s *shard) error {
	for _, a := range list {
		if a.pipeline() {
			continue
		}
		kind, _ := kindOf(a.kind)
		steps := []func() error{
			func() error { return kind.check(a, s) },
			func() error { return readAll(a.subs, s) },
		}
		if len(a.queries()) > 0 || a.kind == "multi_terms" { // built after what is below has been read
			slices.Reverse(steps)
		}
		for _, step := range steps {
			if err := step(); err != nil {
				return err
			}
		}
	}
	return nil
}

// makeAll checks options, then what is below, then what collecting needs, and orders.
func makeAll(list []*aggregation, s *shard) error {
	for _, a := range list {
		if a.pipeline() {
			continue
		}
		if err := a.checkOptions(s); err != nil {
			return err
		}
		if err := makeAll(a.subs, s); err != nil {
			return err
		}
		if err := a.checkCollected(s); err != nil {
			return err
		}
		if err := a.checkOrders(); err != nil {
			return err
		}
	}
	return nil
}
