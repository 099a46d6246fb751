#include <dirent.h>
#include <errno.h>

#include "cgi/ctl/ctl.h"

#include "common/base/poison.h"

enum { FILE_MAX = 64 * 1024 * 1024, FOLDER_MAX = 1000 };

static bool complain(const char *path, const char *why)
{
	fprintf(stderr, "tabardctl: %s: %s\n", path, why);
	return false;
}

bool ctl_read_file(const char *path, struct arena *arena, struct str *out)
{
	FILE *file = fopen(path, "rb");
	bool good = false;
	char *bytes;
	long size;

	if (!file)
		return complain(path, strerror(errno));
	if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && size <= FILE_MAX &&
	    fseek(file, 0, SEEK_SET) == 0) {
		bytes = arena_alloc(arena, (size_t)size + 1, 1);
		*out = (struct str){bytes, (size_t)size};
		good = fread(bytes, 1, (size_t)size, file) == (size_t)size;
	}
	fclose(file);
	return good || complain(path, "cannot be read");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool ctl_list_folder(const char *folder, const char *suffix, struct arena *arena, struct list *out)
{
	const char **paths = ARENA_ARRAY(arena, const char *, FOLDER_MAX);
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t count = 0;

	if (!dir)
		return complain(folder, strerror(errno));
	while (count < FOLDER_MAX && (entry = readdir(dir))) {
		size_t n = strlen(entry->d_name), tail = strlen(suffix);

		if (entry->d_name[0] == '.' || n < tail ||
		    strcmp(entry->d_name + n - tail, suffix) != 0)
			continue;
		paths[count++] = arena_printf(arena, "%s/%s", folder, entry->d_name).p;
	}
	closedir(dir);
	qsort(paths, count, sizeof *paths, by_name);
	*out = (struct list){paths, count};
	return true;
}
