/* A program with code, texts and a table, for machines of which no packages are downloaded. */
#include <stdio.h>
#include <stdlib.h>

static const char *const words[] = {"counts its arguments", "prints numbers", "has a table"};
static int table[5000];

int main(int count, char **arguments) {
    for (int i = 0; i < 5000; i++) table[i] = rand() % 1000;
    for (int i = 0; i < count; i++) printf("%s %s %d\n", arguments[i], words[i % 3], table[i]);
    return 0;
}
