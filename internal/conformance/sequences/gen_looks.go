package sequences

// scroll begins a scroll and reads on, now and then beyond its end or after it was given
// back.
func (g *gen) scroll() {
	body := g.searchBody()
	for _, key := range []string{"from", "search_after"} {
		if !g.one(8) {
			body.Delete(key)
		}
	}
	params := append(g.expansion(), param{1, "scroll=" + pick(g, "1m", "1m", "30s", "1")}, param{3, "size=" + pick(g, "1", "2", "0")}, param{15, "rest_total_hits_as_int=true"})
	g.look("POST", g.params(path(g.targets(), "_search"), params...), body)
	for range g.IntN(3) {
		g.readOn()
	}
	g.giveBack()
}

func (g *gen) readOn() {
	switch g.IntN(6) {
	case 0:
		g.add("GET", g.params("/_search/scroll", param{1, "scroll_id=" + Scroll}, param{2, "scroll=1m"}), nil)
	case 1:
		g.add("POST", "/_search/scroll", pick[any](g, obj("scroll_id", Scroll), obj("scroll", "1m"), obj("scroll_id", "none"), obj("scroll_id", Scroll, "unknown", true), nil))
	default:
		g.add("POST", "/_search/scroll", obj("scroll", "1m", "scroll_id", Scroll))
	}
}

func (g *gen) giveBack() {
	g.add("DELETE", "/_search/scroll", pick[any](g, obj("scroll_id", Scroll), obj("scroll_id", list(Scroll)), obj("scroll_id", Scroll)))
}

func (g *gen) validate() {
	var body any
	if !g.one(4) {
		body = obj("query", g.query(0))
	}
	if g.one(20) {
		body = pick[any](g, "{", obj("size", rawNumber("1")), obj("query", list()), obj("query", obj()))
	}
	g.add(pick(g, "GET", "POST"), g.params(path(g.targets(), "_validate", "query"), append(g.expansion(), param{6, "q=" + pick(g, "tag:red", "n:(", "fox")})...), body)
}
