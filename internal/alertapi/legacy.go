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

// Legacy destinations (Open Distro, 1.x) lie in the alerting index beside the
// monitors: destinations, e-mail accounts and e-mail groups, each with routes of
// its own. The server chooses their ids; they have locks, but a DELETE takes none,
// and deletes whatever has the id, a monitor too (observed on 1.3.14:
// destinations/delete_takes_any_document).

// legacyPage is how many one request asks for; the list goes as far as 10,000.
const legacyPage = 1000

// legacyRoutes are those of one sort of legacy objects.
type legacyRoutes struct {
	path   string // below the alerting API
	decode func(*orderedjson.Object) (destinations.Live, error)
	encode func(destinations.Destination) *orderedjson.Object
}

var (
	legacyDestinations = legacyRoutes{path: "/destinations", encode: wire.EncodeLegacyDestination, decode: decodeWrittenDestination}
	legacyAccounts     = legacyRoutes{path: "/destinations/email_accounts", encode: wire.EncodeLegacyAccount, decode: wire.DecodeLegacyAccount}
	legacyGroups       = legacyRoutes{path: "/destinations/email_groups", encode: wire.EncodeLegacyGroup, decode: wire.DecodeLegacyGroup}
)

func routesOf(k destinations.Kind) legacyRoutes {
	switch k {
	case destinations.SMTPAccount:
		return legacyAccounts
	case destinations.EmailGroup:
		return legacyGroups
	default:
		return legacyDestinations
	}
}

// decodeWrittenDestination reads the answer to a write, whose inner id and lock are
// none: those of the envelope count (recorded on 1.3.14: destinations/slack).
func decodeWrittenDestination(answer *orderedjson.Object) (destinations.Live, error) {
	written := answer.Object("destination")
	if written == nil {
		return destinations.Live{}, errors.New("the answer holds no destination")
	}
	for inner, outer := range map[string]string{"id": "_id", "seq_no": "_seq_no", "primary_term": "_primary_term"} {
		value, _ := answer.Get(outer)
		written.Set(inner, value)
	}
	return wire.DecodeLegacyDestination(written)
}

// legacyLive reads all destinations, accounts and groups, in order of their ids. A
// cluster that never had a monitor or destination has no index for them: it says so
// to the first request, and is not asked for the rest.
func (c *Client) legacyLive(ctx context.Context) ([]destinations.Live, error) {
	all := map[string]destinations.Live{}
	err := c.listLegacyDestinations(ctx, all)
	switch {
	case noSuchRoute(err):
		return nil, ErrNoAlerting
	case IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, err
	}
	for _, routes := range []legacyRoutes{legacyAccounts, legacyGroups} {
		if err := c.searchLegacy(ctx, routes, all); err != nil {
			return nil, err
		}
	}
	sorted := make([]destinations.Live, 0, len(all))
	for _, id := range slices.Sorted(maps.Keys(all)) {
		sorted = append(sorted, all[id])
	}
	return sorted, nil
}

func (c *Client) listLegacyDestinations(ctx context.Context, all map[string]destinations.Live) error {
	for from := 0; ; from += legacyPage {
		request := call{method: http.MethodGet, path: c.alertingPath() + legacyDestinations.path, query: url.Values{
			"size": {strconv.Itoa(legacyPage)}, "startIndex": {strconv.Itoa(from)},
		}}
		answer, err := c.do(ctx, request)
		if err != nil {
			return err
		}
		list, err := decodeLegacyList(request, answer)
		if err != nil {
			return err
		}
		for _, live := range list {
			all[live.ID] = live
		}
		total := integer(answer, "totalDestinations")
		if from+len(list) >= total {
			return nil
		}
		if len(list) < legacyPage {
			return unreadable(request, errors.New(cutShort))
		}
		if from+2*legacyPage > listWindow {
			return unreadable(request, fmt.Errorf("the cluster has more than %d destinations, which is as far as its list goes", listWindow))
		}
	}
}

func decodeLegacyList(request call, answer *orderedjson.Object) ([]destinations.Live, error) {
	elements, there := answer.Get("destinations")
	all, isList := elements.([]any)
	if !there || !isList || !answer.Has("totalDestinations") {
		return nil, unreadable(request, errors.New("the answer is no list of destinations"))
	}
	var list []destinations.Live
	for _, v := range all {
		element, ok := v.(*orderedjson.Object)
		if !ok {
			return nil, unreadable(request, errNoJSON)
		}
		live, err := wire.DecodeLegacyDestination(element)
		if err != nil {
			return nil, unreadable(request, fmt.Errorf("destination %s: %w", element.Text("id"), err))
		}
		list = append(list, live)
	}
	return list, nil
}

// searchLegacy reads all accounts or groups. The search wants a query (1.3.14:
// email/search_without_a_body).
func (c *Client) searchLegacy(ctx context.Context, routes legacyRoutes, all map[string]destinations.Live) error {
	body := orderedjson.NewObject()
	body.Set("size", legacyPage)
	body.Set("query", object("match_all", orderedjson.NewObject()))
	body.Set("sort", []any{object("_id", "asc")})
	body.Set("track_total_hits", true)
	request := call{method: http.MethodPost, path: c.alertingPath() + routes.path + "/_search", body: body, reads: true}
	for {
		answer, err := c.do(ctx, request)
		if err != nil {
			return err
		}
		hits := answer.Object("hits").Array("hits")
		if !answer.Object("hits").Has("hits") || integer(answer.Object("_shards"), "failed") > 0 {
			return unreadable(request, errors.New("the cluster could not search all of its e-mail accounts and groups"))
		}
		last := ""
		for _, v := range hits {
			hit, _ := v.(*orderedjson.Object)
			live, err := routes.decode(hit)
			if err != nil {
				return unreadable(request, err)
			}
			all[live.ID], last = live, live.ID
		}
		if len(hits) < legacyPage {
			return nil
		}
		body.Set("search_after", []any{last})
	}
}
