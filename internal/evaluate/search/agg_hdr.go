package search

import "github.com/alertplan/alertplan/internal/evaluate/fault"

func (a *aggregation) hdrOf(in sets) (quantiles, error) {
	return nil, fault.Unsupported("aggregation [%s] with [hdr]", a.kind)
}
