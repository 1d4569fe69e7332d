package painless

func (c *invocation) format(pattern string, a []Value) string {
	refuse(c.offset, "String.format")
	return ""
}

func (a *analyzer) regex(n *regexNode, w want) *ex {
	refuse(n.at(), "a regular expression")
	return nil
}

func (a *analyzer) match(n *binaryNode, left, right *ex) *ex {
	left = a.convert(n.left, left, "String", castMode{})
	right = a.convert(n.right, right, "Pattern", castMode{})
	refuse(n.at(), "operator %s", n.op)
	return nil
}
