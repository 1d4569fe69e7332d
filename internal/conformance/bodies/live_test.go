package bodies_test

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/conformance/bodies"
)

// TestLive asks the nodes of ALERTPLAN_TEST_NODES what they make of some bodies; seed
// and number may be given as ALERTPLAN_TEST_BODIES=seed:number.
func TestLive(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("ALERTPLAN_TEST_NODES is not set")
	}
	plan := bodies.Usual()
	plan.Bodies = 1000
	if seed, number, ok := strings.Cut(os.Getenv("ALERTPLAN_TEST_BODIES"), ":"); ok {
		plan.Seed, _ = strconv.ParseUint(seed, 10, 64)
		plan.Bodies, _ = strconv.Atoi(number)
	}
	plan.Prefix = fmt.Sprintf("bodies%05x", os.Getpid()&0xfffff)
	for _, url := range nodes {
		tally, findings, err := bodies.Run(t.Context(), url, plan)
		if errors.Is(err, bodies.ErrNoLog) {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("OpenSearch %s: %s", tally.Version, tally.Summary())
		for _, f := range findings {
			t.Error(f)
		}
	}
}
