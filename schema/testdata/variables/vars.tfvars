from_file = "text"
from_fil = {}
