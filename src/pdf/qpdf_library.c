// Each function of libqpdf that is used, handed on to the library. What is used anew gets a row
// here; the linker names it.
#include "pdf/qpdf_library.h"

#include "base/library.h"

#include <qpdf/qpdf-c.h>

static Library libqpdf = {.file = LIBQPDF_FILE};

bool qpdf_library_open(char **problem) {
    return library_open(&libqpdf, problem);
}

#define QPDF(result, name, parameters, arguments)                                                  \
    LIBRARY_FUNCTION(&libqpdf, result, name, parameters, arguments)
// Of the document, of one object, of the document with a choice.
#define DOCUMENT(result, name) QPDF(result, name, (qpdf_data qpdf), (qpdf))
#define OBJECT(result, name) QPDF(result, name, (qpdf_data qpdf, qpdf_oh object), (qpdf, object))
#define CHOOSE(name, type) QPDF(void, name, (qpdf_data qpdf, type choice), (qpdf, choice))

qpdf_data qpdf_init(void); // its header declares it without saying so
QPDF(qpdf_data, qpdf_init, (void), ())
QPDF(void, qpdf_cleanup, (qpdf_data * qpdf), (qpdf))

DOCUMENT(QPDF_BOOL, qpdf_allow_accessibility)
DOCUMENT(const unsigned char *, qpdf_get_buffer)
DOCUMENT(size_t, qpdf_get_buffer_length)
DOCUMENT(qpdf_error, qpdf_get_error)
DOCUMENT(int, qpdf_get_num_pages)
DOCUMENT(qpdf_oh, qpdf_get_root)
DOCUMENT(qpdf_oh, qpdf_get_trailer)
DOCUMENT(QPDF_BOOL, qpdf_has_error)
DOCUMENT(QPDF_ERROR_CODE, qpdf_init_write_memory)
DOCUMENT(QPDF_BOOL, qpdf_is_encrypted)
DOCUMENT(QPDF_BOOL, qpdf_more_warnings)
DOCUMENT(qpdf_error, qpdf_next_warning)
DOCUMENT(QPDF_BOOL, qpdf_oh_dict_more_keys)
DOCUMENT(const char *, qpdf_oh_dict_next_key)
DOCUMENT(qpdf_oh, qpdf_oh_new_null)
DOCUMENT(void, qpdf_oh_release_all)
DOCUMENT(void, qpdf_silence_errors)
DOCUMENT(QPDF_ERROR_CODE, qpdf_write)

OBJECT(void, qpdf_oh_begin_dict_key_iter)
OBJECT(int, qpdf_oh_get_array_n_items)
OBJECT(QPDF_BOOL, qpdf_oh_get_bool_value)
OBJECT(qpdf_oh, qpdf_oh_get_dict)
OBJECT(int, qpdf_oh_get_int_value_as_int)
OBJECT(const char *, qpdf_oh_get_name)
OBJECT(double, qpdf_oh_get_numeric_value)
OBJECT(int, qpdf_oh_get_object_id)
OBJECT(const char *, qpdf_oh_get_utf8_value)
OBJECT(QPDF_BOOL, qpdf_oh_is_array)
OBJECT(QPDF_BOOL, qpdf_oh_is_bool)
OBJECT(QPDF_BOOL, qpdf_oh_is_dictionary)
OBJECT(QPDF_BOOL, qpdf_oh_is_indirect)
OBJECT(QPDF_BOOL, qpdf_oh_is_integer)
OBJECT(QPDF_BOOL, qpdf_oh_is_name)
OBJECT(QPDF_BOOL, qpdf_oh_is_null)
OBJECT(QPDF_BOOL, qpdf_oh_is_real)
OBJECT(QPDF_BOOL, qpdf_oh_is_stream)
OBJECT(QPDF_BOOL, qpdf_oh_is_string)
OBJECT(const char *, qpdf_oh_unparse_resolved)

CHOOSE(qpdf_set_attempt_recovery, QPDF_BOOL)
CHOOSE(qpdf_set_deterministic_ID, QPDF_BOOL)
CHOOSE(qpdf_set_linearization, QPDF_BOOL)
CHOOSE(qpdf_set_object_stream_mode, enum qpdf_object_stream_e)
CHOOSE(qpdf_set_stream_data_mode, enum qpdf_stream_data_e)
CHOOSE(qpdf_set_suppress_warnings, QPDF_BOOL)

QPDF(const char *, qpdf_get_error_full_text, (qpdf_data q, qpdf_error e), (q, e))
QPDF(const char *, qpdf_get_error_message_detail, (qpdf_data q, qpdf_error e), (q, e))
QPDF(qpdf_oh, qpdf_get_object_by_id, (qpdf_data qpdf, int objid, int generation),
     (qpdf, objid, generation))
QPDF(qpdf_oh, qpdf_get_page_n, (qpdf_data qpdf, size_t zero_based_index), (qpdf, zero_based_index))
QPDF(qpdf_oh, qpdf_oh_get_array_item, (qpdf_data qpdf, qpdf_oh oh, int n), (qpdf, oh, n))
QPDF(const char *, qpdf_oh_get_binary_string_value, (qpdf_data qpdf, qpdf_oh oh, size_t *length),
     (qpdf, oh, length))
QPDF(qpdf_oh, qpdf_oh_get_key, (qpdf_data qpdf, qpdf_oh oh, const char *key), (qpdf, oh, key))
QPDF(QPDF_ERROR_CODE, qpdf_oh_get_stream_data,
     (qpdf_data qpdf, qpdf_oh stream_oh, enum qpdf_stream_decode_level_e decode_level,
      QPDF_BOOL *filtered, unsigned char **bufp, size_t *len),
     (qpdf, stream_oh, decode_level, filtered, bufp, len))
QPDF(QPDF_BOOL, qpdf_oh_has_key, (qpdf_data qpdf, qpdf_oh oh, const char *key), (qpdf, oh, key))
QPDF(QPDF_ERROR_CODE, qpdf_read_memory,
     (qpdf_data qpdf, const char *description, const char *buffer, unsigned long long size,
      const char *password),
     (qpdf, description, buffer, size, password))
QPDF(void, qpdf_set_r6_encryption_parameters2,
     (qpdf_data qpdf, const char *user_password, const char *owner_password,
      QPDF_BOOL allow_accessibility, QPDF_BOOL allow_extract, QPDF_BOOL allow_assemble,
      QPDF_BOOL allow_annotate_and_form, QPDF_BOOL allow_form_filling, QPDF_BOOL allow_modify_other,
      enum qpdf_r3_print_e print, QPDF_BOOL encrypt_metadata),
     (qpdf, user_password, owner_password, allow_accessibility, allow_extract, allow_assemble,
      allow_annotate_and_form, allow_form_filling, allow_modify_other, print, encrypt_metadata))
