package notifications

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// defaultItems is how many configs a list shows unless it is told otherwise.
const defaultItems = 1000

// resultWindow is how far into a list one can look.
const resultWindow = 10_000

// listRequest is what GET /configs asks for. Ids win over all else.
type listRequest struct {
	ids         []string
	from, items int
	sortField   string
	sorted      bool // a sort field was sent
	descending  bool
	filters     [][2]string
}

// read answers GET /configs/{id}, by ids or a list.
func (a *API) read(r *rest.Request) (rest.Response, error) {
	q, err := readListRequest(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if err := q.validate(); err != nil {
		return rest.Response{}, err
	}
	if err := a.permit(r); err != nil {
		return rest.Response{}, err
	}
	if len(q.ids) > 0 {
		return a.readByIDs(r.User(), q.ids)
	}
	found, err := a.search(r.User(), q)
	if err != nil {
		return rest.Response{}, err
	}
	first := min(q.from, len(found))
	page := found[first:min(first+q.items, len(found))]
	return rest.JSON(200, listBody(page, q.from, len(found))), nil
}

func readListRequest(r *rest.Request) (listRequest, error) {
	q := listRequest{from: 0, items: defaultItems}
	id, hasID := r.Param("config_id"), r.Has("config_id")
	if r.Has("config_id_list") {
		q.ids = strings.Split(r.Param("config_id_list"), ",")
	}
	if hasID {
		q.ids = append(q.ids, id)
	}
	q.ids = distinct(q.ids, func(string) bool { return true })
	q.sortField, q.sorted = r.Param("sort_field"), r.Has("sort_field")
	if r.Has("sort_order") {
		order := strings.ToUpper(r.Param("sort_order"))
		if order != "ASC" && order != "DESC" {
			return q, rest.IllegalArgument("No enum constant org.opensearch.search.sort.SortOrder.%s", order)
		}
		q.descending = order == "DESC"
	}
	q.from = intOr(r.Param("from_index"), 0)
	q.items = intOr(r.Param("max_items"), defaultItems)
	for _, name := range filterNames() {
		if r.Sent(name) { // an absent one is no candidate for "did you mean" (channel_lists/unknown_parameters)
			q.filters = append(q.filters, [2]string{name, r.Param(name)})
		}
	}
	return q, nil
}

// intOr reads a whole number of 32 bits; anything else counts as not sent.
func intOr(text string, fallback int) int {
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return fallback
	}
	return int(n)
}

func (q listRequest) validate() error {
	faults := []string{}
	if q.from < 0 {
		faults = append(faults, "fromIndex is -ve")
	}
	if q.items <= 0 {
		faults = append(faults, "maxItems is not +ve")
	}
	if len(faults) > 0 {
		return rest.ValidationFailed(faults...)
	}
	return nil
}

func (a *API) readByIDs(u *rest.User, ids []string) (rest.Response, error) {
	if len(ids) == 1 && ids[0] == "" {
		return rest.Response{}, a.manners.readRefused(rest.ValidationFailed("id is missing"))
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	found, err := a.all(ids)
	if err == nil {
		err = a.checkAccess(u, found...)
	}
	if err != nil {
		return rest.Response{}, err
	}
	return rest.JSON(200, listBody(found, 0, len(found))), nil
}

// search is the list as of the last refresh, of what a user may see, filtered and sorted.
func (a *API) search(u *rest.User, q listRequest) ([]*doc, error) {
	order, err := q.order()
	if err != nil {
		return nil, err
	}
	filters := []filter{}
	for _, f := range q.filters {
		keep, err := a.manners.filterOf(f[0], f[1], a.clock.Now())
		if err != nil {
			return nil, err
		}
		filters = append(filters, keep)
	}
	if window := q.from + q.items; window > resultWindow {
		return nil, a.manners.searchFailed(rest.IllegalArgument("Result window is too large, from + size must be less than or equal to: [%d] "+
			"but was [%d]. See the scroll api for a more efficient way to request large data sets. This limit can be set by changing the "+
			"[index.max_result_window] index level setting.", resultWindow, window))
	}
	a.mu.Lock()
	found := a.store.search()
	a.mu.Unlock()
	found = slices.DeleteFunc(found, func(d *doc) bool {
		return !a.mayUse(u, d) || slices.ContainsFunc(filters, func(keep filter) bool { return !keep(d) })
	})
	slices.SortStableFunc(found, order)
	return found, nil
}

// order is how the list is sorted: by default the oldest change comes first.
func (q listRequest) order() (func(a, b *doc) int, error) {
	name := q.sortField
	if !q.sorted {
		name = "last_updated_time_ms"
	}
	f, ok := fieldNamed(name)
	if !ok || f.kind == nested {
		return nil, refused(406, "Sort on %s not acceptable", name)
	}
	sign := 1
	if q.descending {
		sign = -1
	}
	if f.kind == date {
		return func(a, b *doc) int {
			if f.path == "created_time_ms" {
				return sign * cmp.Compare(a.created, b.created)
			}
			return sign * cmp.Compare(a.updated, b.updated)
		}, nil
	}
	return func(a, b *doc) int {
		return compareValues(indexed(a.config)[f.path], indexed(b.config)[f.path], sign)
	}, nil
}

// compareValues orders by the smallest value, or by the greatest where the order
// descends; configs without a value come last in both.
func compareValues(a, b []string, sign int) int {
	if len(a) == 0 || len(b) == 0 {
		return cmp.Compare(len(b), len(a))
	}
	pick := slices.Min[[]string]
	if sign < 0 {
		pick = slices.Max[[]string]
	}
	return sign * strings.Compare(pick(a), pick(b))
}

func listBody(page []*doc, from, total int) *orderedjson.Object {
	list := []any{}
	for _, d := range page {
		list = append(list, rest.O(
			"config_id", d.id,
			"last_updated_time_ms", d.updated,
			"created_time_ms", d.created,
			"config", d.config.object(),
		))
	}
	return rest.O("start_index", from, "total_hits", total, "total_hit_relation", "eq", "config_list", list)
}
