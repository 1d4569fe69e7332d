package alertapi

import (
	"context"
	"errors"
	"net/http"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
)

// Legacy destinations (Open Distro, 1.x) lie in the alerting index beside the
// monitors: destinations, e-mail accounts and e-mail groups, each with routes of
// its own. The server chooses their ids; they have locks, but a DELETE takes none,
// and deletes whatever has the id, a monitor too (observed on 1.3.14:
// destinations/delete_takes_any_document).

// legacyRoutes are those of one sort of legacy objects.
type legacyRoutes struct {
	path   string // below the alerting API
	form   wire.Form
	decode func(*orderedjson.Object) (destinations.Live, error)
	encode func(destinations.Destination) *orderedjson.Object
}

var (
	legacyDestinations = legacyRoutes{path: "/destinations", form: wire.FormDestination, encode: wire.EncodeLegacyDestination, decode: decodeWrittenDestination}
	legacyAccounts     = legacyRoutes{path: "/destinations/email_accounts", form: wire.FormEmailAccount, encode: wire.EncodeLegacyAccount, decode: wire.DecodeLegacyAccount}
	legacyGroups       = legacyRoutes{path: "/destinations/email_groups", form: wire.FormEmailGroup, encode: wire.EncodeLegacyGroup, decode: wire.DecodeLegacyGroup}
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

// HasLegacyDestinations tells whether the cluster has them in place of channels.
func (c *Client) HasLegacyDestinations() bool { return c.known().LegacyDestinations }

// legacyLive reads all destinations, accounts and groups, in order of their ids. A
// cluster that never had a monitor or destination has no index for them: it says so
// to the first request, and is not asked for the rest.
func (c *Client) legacyLive(ctx context.Context) ([]destinations.Live, error) {
	all := destinationsByID{}
	err := c.list(ctx, c.alertingPath()+legacyDestinations.path, listedDestinations, all)
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
	return all.sorted(), nil
}

// searchLegacy reads all accounts or groups. The search wants a query (1.3.14:
// email/search_without_a_body).
func (c *Client) searchLegacy(ctx context.Context, routes legacyRoutes, all destinationsByID) error {
	body := searchBody(object("match_all", orderedjson.NewObject()), c.page)
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
		if len(hits) < c.page {
			return nil
		}
		body.Set("search_after", []any{last})
	}
}
