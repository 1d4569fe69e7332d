package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/alertplan/alertplan/internal/plan"
)

// deletesOption is --allow-deletes of the commands that delete.
type deletesOption struct {
	most int
	flag *pflag.Flag // nil: the command has none, and nothing is limited
}

func (o *deletesOption) addFlags(c *cobra.Command, usage string) {
	c.Flags().IntVar(&o.most, "allow-deletes", 0, usage)
	o.flag = c.Flags().Lookup("allow-deletes")
}

// limit is how many objects a plan may delete: what the flag says, within the least
// that the policies say.
func (o deletesOption) limit(policies []policyOf) (*plan.DeleteLimit, error) {
	if o.flag == nil {
		return nil, nil
	}
	limit := &plan.DeleteLimit{}
	if o.flag.Changed {
		if o.most < 0 {
			return nil, fmt.Errorf("--allow-deletes takes 0 or more, not %d", o.most)
		}
		limit.Allowed = &o.most
	}
	for _, p := range policies {
		if p.MaxDeletes != nil && (limit.Policy == nil || *p.MaxDeletes < *limit.Policy) {
			limit.Policy, limit.Cluster = p.MaxDeletes, p.cluster
		}
	}
	return limit, nil
}
