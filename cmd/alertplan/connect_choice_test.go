package main

import (
	"testing"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/schema"
)

func TestSamePlace(t *testing.T) {
	const prod = "https://search.example.com/base"
	for _, same := range []string{
		"https://search.example.com/base/", "https://SEARCH.example.com:443/base", "https://user:pass@search.example.com./base", " https://search.example.com/base ",
		"https://search.example.com/./base", "https://search.example.com//base//", "https://search.example.com/x/../base", "https://search.example.com/%62ase",
		"http://search.example.com:443/base", "https://search.example.com:0443/base",
	} {
		if !samePlace(same, prod) || !samePlace(prod, same) {
			t.Errorf("%s is another place than %s", same, prod)
		}
	}
	for _, other := range []string{
		"https://search.example.com", "https://search.example.com/base2", "https://search.example.com:9200/base", "http://search.example.com/base",
		"https://example.com/base", "", "nothing", "https://", "https://[::1", "search.example.com/base",
	} {
		if samePlace(other, prod) {
			t.Errorf("%s is the same place as %s", other, prod)
		}
	}
	for _, local := range []string{"http://localhost:9200", "http://127.0.0.1:9200", "http://[::1]:9200", "http://127.8.8.8:9200", "http://0.0.0.0:9200", "http://[::ffff:127.0.0.1]:9200"} {
		if !samePlace(local, "http://localhost:9200/") {
			t.Errorf("%s is not this machine", local)
		}
	}
	if samePlace("", "") || samePlace("http://10.0.0.1", "http://10.0.0.2") {
		t.Error("places that are none, or others, are the same")
	}
}

// FuzzSamePlace: what a URL leads to does not depend on the order of comparing, and
// each that leads anywhere leads to itself.
func FuzzSamePlace(f *testing.F) {
	f.Add("https://a.example.com/x", "http://[::1%25eth0]:9200/..")
	f.Fuzz(func(t *testing.T, a, b string) {
		if samePlace(a, b) != samePlace(b, a) {
			t.Errorf("%q and %q: the order counts", a, b)
		}
		if _, ok := placeOf(a); ok != samePlace(a, a) {
			t.Errorf("%q is not where it is", a)
		}
	})
}

// TestPoliciesHoldWhateverIsGiven goes through all ways to choose a cluster.
func TestPoliciesHoldWhateverIsGiven(t *testing.T) {
	most := func(n int) schema.Policy { return schema.Policy{MaxDeletes: &n} }
	prod := schema.Cluster{Name: "prod", URL: "https://prod.example.com", Policy: most(1)}
	lab := schema.Cluster{Name: "lab", URL: "https://lab.example.com", Policy: most(5)}
	free := schema.Cluster{Name: "free", URL: "https://free.example.com"}
	given := schema.Cluster{Name: "given", URL: prod.URL, URLGiven: true}
	twin := schema.Cluster{Name: "twin", URL: prod.URL}
	unset := schema.Cluster{Name: "unset", Missing: `env("X")`, Policy: most(3)}
	for _, tt := range []struct {
		name     string
		clusters []schema.Cluster
		o        connectionOptions
		env      string
		url      string
		most     int // -1: no policy
	}{
		{"the only one", []schema.Cluster{prod}, connectionOptions{}, "", prod.URL, 1},
		{"the only one, flag", []schema.Cluster{prod}, connectionOptions{url: "http://x"}, "", "http://x", 1},
		{"the only one, environment", []schema.Cluster{prod}, connectionOptions{}, "http://x", "http://x", 1},
		{"named", []schema.Cluster{prod, lab}, connectionOptions{cluster: "lab"}, prod.URL, lab.URL, 5},
		{"named, with another's URL", []schema.Cluster{prod, lab}, connectionOptions{cluster: "lab", url: prod.URL + "/"}, "", prod.URL + "/", 1},
		{"named and stricter, with another's URL", []schema.Cluster{prod, lab}, connectionOptions{cluster: "prod", url: lab.URL}, "", lab.URL, 1},
		{"free, with another's URL", []schema.Cluster{prod, free}, connectionOptions{cluster: "free", url: prod.URL}, "", prod.URL, 1},
		{"by flag", []schema.Cluster{prod, lab, free}, connectionOptions{url: "https://LAB.example.com:443"}, prod.URL, "https://LAB.example.com:443", 5},
		{"by environment", []schema.Cluster{prod, lab, free}, connectionOptions{}, prod.URL, prod.URL, 1},
		{"neither's", []schema.Cluster{prod, lab}, connectionOptions{url: "http://x"}, "", "http://x", -1},
		{"without a policy", []schema.Cluster{prod, free}, connectionOptions{cluster: "free"}, "", free.URL, -1},
		{"another's URL by a variable", []schema.Cluster{prod, given}, connectionOptions{cluster: "given"}, "", prod.URL, 1},
		{"another's URL by the files", []schema.Cluster{prod, twin}, connectionOptions{cluster: "twin"}, "", prod.URL, -1},
		{"a URL that is not known", []schema.Cluster{unset, prod}, connectionOptions{cluster: "unset"}, prod.URL, prod.URL, 1},
	} {
		got, err := tt.o.choose(&schema.Config{Clusters: tt.clusters}, tt.env)
		if err != nil || got.url != tt.url {
			t.Errorf("%s: %s, %v", tt.name, got.url, err)
		}
		limit := -1
		allowing := &cobra.Command{}
		var deletes deletesOption
		deletes.addFlags(allowing, "")
		if err := allowing.ParseFlags([]string{"--allow-deletes", "100"}); err != nil {
			t.Fatal(err)
		}
		if l, err := deletes.limit(got.policies); err != nil || *l.Allowed != 100 {
			t.Errorf("%s: %+v, %v", tt.name, l, err)
		} else if l.Policy != nil {
			limit = *l.Policy
		}
		if limit != tt.most {
			t.Errorf("%s: %d may be deleted, want %d", tt.name, limit, tt.most)
		}
	}
}
