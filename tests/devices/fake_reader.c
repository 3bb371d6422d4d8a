/* A reader of identity cards that is not there: both families of interfaces, doing what the file of the variable
 * FAKE_CARD says. Its first word: none, card, pulled, garbage, long, hang, crash, away; behind "card" the block in hex. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char mode[16];
static unsigned char block[4096];
static unsigned int length;

static void look(void)
{
    char hex[8192];
    const char *name = getenv("FAKE_CARD");
    FILE *file = name ? fopen(name, "r") : NULL;
    strcpy(mode, "away");
    length = 0;
    hex[0] = 0;
    if (!file)
        return;
    if (fscanf(file, "%15s %8191s", mode, hex) < 1)
        strcpy(mode, "none");
    fclose(file);
    for (const char *at = hex; at[0] && at[1]; at += 2) {
        unsigned int byte;
        sscanf(at, "%2x", &byte);
        block[length++] = (unsigned char)byte;
    }
}

static int is(const char *word) { return strcmp(mode, word) == 0; }

/* The makers' libraries print what they like, and some leave files. */
static void chatter(void)
{
    FILE *file = fopen("wz.txt", "w");
    if (file) {
        fputs("personal\n", file);
        fclose(file);
    }
    puts("{\"state\": \"card\"}");
    fflush(stdout);
}

static int hand_out(unsigned char *text, unsigned int *size, int good, int bad)
{
    chatter();
    if (is("hang"))
        for (;;)
            sleep(1);
    if (is("crash"))
        abort();
    if (is("pulled"))
        return bad;
    if (is("garbage")) {
        memset(text, 0xDC, 256);
        *size = 256;
        return good;
    }
    if (is("long")) {
        memset(text, 0x41, 2000);
        *size = 0x7fffffff;
        return good;
    }
    memcpy(text, block, length);
    *size = length;
    return good;
}

int SDT_OpenPort(int port) { look(); return port == 1003 && !is("away") ? 0x90 : 0x01; }
int SDT_ClosePort(int port) { (void)port; return 0x90; }
int SDT_StartFindIDCard(int port, unsigned char *iin, int open)
{
    (void)iin; (void)open;
    look();
    if (is("away") || port != 1003)
        return 0x01;
    return is("none") ? 0x80 : 0x9f;
}
int SDT_SelectIDCard(int port, unsigned char *sn, int open)
{
    (void)port; (void)sn; (void)open;
    return 0x90;
}
int SDT_ReadBaseMsg(int port, unsigned char *text, unsigned int *size, unsigned char *picture, unsigned int *more, int open)
{
    (void)port; (void)open;
    memset(picture, 0, 1024);
    *more = 1024;
    return hand_out(text, size, 0x90, 0x41);
}

int CVR_InitComm(int port) { look(); return port == 1003 && !is("away") ? 1 : 0; }
int CVR_CloseComm(void) { return 1; }
int CVR_Authenticate(void) { look(); return is("none") ? 2 : is("away") ? 0 : 1; }
int CVR_ReadBaseMsg(unsigned char *text, unsigned int *size, unsigned char *picture, unsigned int *more, int mode_of_it)
{
    (void)mode_of_it;
    memset(picture, 0, 1024);
    *more = 1024;
    return hand_out(text, size, 1, 0);
}
