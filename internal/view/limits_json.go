package view

import "github.com/alertplan/alertplan/internal/plan"

// ScheduleJSON is a schedule that a monitor could have.
type ScheduleJSON struct {
	Address  string `json:"address"`
	Declared string `json:"declared"` // where: main.hcl:12
	Cron     string `json:"cron"`
	Timezone string `json:"timezone"`
}

func schedulesJSON(c *plan.Crowding) []ScheduleJSON {
	if c == nil {
		return nil
	}
	var all []ScheduleJSON
	for _, o := range c.Offers {
		all = append(all, ScheduleJSON{o.Address.String(), o.Declared, o.Cron.Expression, o.Cron.Timezone})
	}
	return all
}
