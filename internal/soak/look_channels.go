package soak

import (
	"net/http"
	"regexp"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// described is the address that a channel's description ends with.
var described = regexp.MustCompile(`alertplan: ([^)]*)\)?$`)

func (r *reader) channels() (all []Seen) {
	list := r.object(http.MethodGet, r.manners.ChannelsPath()+"?max_items=1000", "").Array("config_list")
	for _, element := range objects(list) {
		config := element.Object("config")
		kind := config.Text("config_type")
		seen := Seen{
			ID: element.Text("config_id"), Type: kind, Tag: tag.FindString(text(config.Object(kind))), Enabled: member(config, "is_enabled"),
			Text: text(config), Version: member(element, "last_updated_time_ms"),
		}
		if m := described.FindStringSubmatch(config.Text("description")); m != nil {
			seen.Marked = m[1]
		}
		if kind == "email" {
			seen.Refs = append(seen.Refs, config.Object(kind).Text("email_account_id"))
			for _, id := range config.Object(kind).Array("email_group_id_list") {
				seen.Refs = append(seen.Refs, text(id))
			}
		}
		all = append(all, seen)
	}
	return all
}

// legacy reads destinations, accounts and groups. Their names are alertplan's; so what
// they hold tells which they are.
func (r *reader) legacy() (all []Seen) {
	path := r.manners.ChannelsPath()
	for _, d := range objects(r.object(http.MethodGet, path+"?size=1000", "").Array("destinations")) {
		kind := d.Text("type")
		seen := Seen{ID: d.Text("id"), Type: kind, Tag: tag.FindString(text(d.Object(kind))), Text: text(d), Version: member(d, "seq_no")}
		if kind == "email" {
			seen.Refs = append(seen.Refs, d.Object(kind).Text("email_account_id"))
			for _, to := range objects(d.Object(kind).Array("recipients")) {
				if id := to.Text("email_group_id"); id != "" {
					seen.Refs = append(seen.Refs, id)
				}
			}
		}
		all = append(all, seen)
	}
	all = append(all, r.legacyParts(path+"/email_accounts/_search", "smtp_account")...)
	return append(all, r.legacyParts(path+"/email_groups/_search", "email_group")...)
}

func (r *reader) legacyParts(path, kind string) (all []Seen) {
	for _, hit := range r.hits(path, `{"size":1000,"seq_no_primary_term":true,"query":{"match_all":{}}}`) {
		var source *orderedjson.Object = hit.Object("_source")
		all = append(all, Seen{ID: hit.Text("_id"), Type: kind, Tag: tag.FindString(text(source)), Text: text(source), Version: member(hit, "_seq_no")})
	}
	return all
}
