// What index.html looks like.
#pragma once

// CSS, without "<" in it. Static.
const char *index_style(void);
