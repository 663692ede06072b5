// The program: hands its arguments to the command table of app/.
#include "app/app.h"

int main(int argc, char **argv) {
    return app_main(argc, argv);
}
