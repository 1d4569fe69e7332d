package alertapi

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
)

// listWindow is as far as a list goes: from_index and max_items beyond it are a 500
// (observed on 2.19.4: channel_lists/page_limits).
const listWindow = 10000

// listing is how an API lists destinations: the notifications plugin's its channels,
// the alerting plugin's before 2.0 its legacy destinations.
type listing struct {
	one, many           string // what it lists, in errors
	from, size          string // parameters of a request
	elements, total, id string // keys of the answer, and of an element its id
	order               url.Values
	decode              func(*orderedjson.Object) (destinations.Live, error)
}

// Channels are listed by time of creation, which does not move while others write.
var (
	listedChannels = listing{
		one: "channel", many: "channels", from: "from_index", size: "max_items",
		elements: "config_list", total: "total_hits", id: "config_id",
		order:  url.Values{"sort_field": {"created_time_ms"}, "sort_order": {"asc"}},
		decode: wire.DecodeChannel,
	}
	listedDestinations = listing{
		one: "destination", many: "destinations", from: "startIndex", size: "size",
		elements: "destinations", total: "totalDestinations", id: "id",
		decode: wire.DecodeLegacyDestination,
	}
)

// destinationsByID are destinations as they are read, each once.
type destinationsByID map[string]destinations.Live

func (all destinationsByID) sorted() []destinations.Live {
	sorted := make([]destinations.Live, 0, len(all))
	for _, id := range slices.Sorted(maps.Keys(all)) {
		sorted = append(sorted, all[id])
	}
	return sorted
}

// list reads all that lies at a path into all, one request a page.
func (c *Client) list(ctx context.Context, path string, l listing, all destinationsByID) error {
	before := len(all)
	for from := 0; ; from += c.page {
		request := call{method: http.MethodGet, path: path, query: url.Values{l.from: {strconv.Itoa(from)}, l.size: {strconv.Itoa(c.page)}}}
		maps.Copy(request.query, l.order)
		answer, err := c.do(ctx, request)
		if err != nil {
			return err
		}
		list, err := l.read(request, answer)
		if err != nil {
			return err
		}
		for _, live := range list {
			all[live.ID] = live
		}
		total := integer(answer, l.total)
		if from+len(list) >= total {
			if len(all)-before < total { // of equal times of creation one was told twice, another not at all
				return unreadable(request, errors.New(cutShort))
			}
			return nil
		}
		if len(list) < c.page {
			return unreadable(request, errors.New(cutShort))
		}
		if from+2*c.page > listWindow {
			return unreadable(request, fmt.Errorf("the cluster has more than %d %s, which is as far as its list goes", listWindow, l.many))
		}
	}
}

// read reads one page, or the answer to a request for one by its id.
func (l listing) read(request call, answer *orderedjson.Object) ([]destinations.Live, error) {
	elements, there := answer.Get(l.elements)
	all, isList := elements.([]any)
	if !there || !isList || !answer.Has(l.total) {
		return nil, unreadable(request, fmt.Errorf("the answer is no list of %s", l.many))
	}
	var list []destinations.Live
	for _, v := range all {
		element, ok := v.(*orderedjson.Object)
		if !ok {
			return nil, unreadable(request, errNoJSON)
		}
		live, err := l.decode(element)
		if err != nil {
			return nil, unreadable(request, fmt.Errorf("%s %s: %w", l.one, element.Text(l.id), err))
		}
		list = append(list, live)
	}
	return list, nil
}
