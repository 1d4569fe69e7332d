package alertapi

// ShownBody is what a trace shows of a body.
func ShownBody(body []byte) string { return shownBody(body) }

// PageBy makes a client ask for so many objects at a time.
func (c *Client) PageBy(n int) { c.page = n }
