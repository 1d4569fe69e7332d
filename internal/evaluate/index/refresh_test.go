package index_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// What searches see after a refresh is the latest version of each document, in the
// order of writing, however many were replaced in between.
func TestRefreshShowsTheLatestInOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	s := index.NewStore(time.Now)
	want := []string{} // ids in the order of their last write
	drop := func(id string) {
		want = slices.DeleteFunc(want, func(x string) bool { return x == id })
	}
	for round := range 200 {
		before := s.Get("a")
		var seen []string
		if before != nil {
			seen = ids(before)
		}
		for range random.IntN(30) {
			id := fmt.Sprint(random.IntN(40))
			drop(id)
			w := index.Write{Index: "a", ID: id, Source: orderedjson.NewObject(), Visible: index.AtRefresh}
			if random.IntN(4) > 0 {
				if _, err := s.Write(w); err != nil {
					t.Fatal(err)
				}
				want = append(want, id)
			} else if s.Get("a") != nil {
				if _, err := s.Remove(w); err != nil {
					t.Fatal(err)
				}
			}
		}
		if s.Get("a") == nil {
			continue
		}
		if err := s.Refresh("a"); err != nil {
			t.Fatal(err)
		}
		if got := ids(s.Get("a")); !slices.Equal(got, want) {
			t.Fatalf("round %d: %v is seen, want %v", round, got, want)
		}
		if before != nil && !slices.Equal(ids(before), seen) {
			t.Fatalf("round %d: a snapshot changed", round)
		}
	}
}

func ids(x *index.Index) []string {
	out := []string{}
	for _, d := range x.Docs {
		out = append(out, d.ID)
	}
	return out
}
