import java.lang.reflect.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.LocalDate;
import java.util.*;
import zhucun.Records;

/** Reads lines "type, tab, record" into the generated types, and writes what they hold. A library would do the same. */
final class RoundTrip {
    private final String text;
    private int at;

    private RoundTrip(String text) {
        this.text = text;
    }

    public static void main(String[] arguments) throws Exception {
        var out = new StringBuilder();
        for (String line : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
            int tab = line.indexOf('\t');
            Class<?> type = Class.forName("zhucun.Records$" + line.substring(0, tab));
            write(typed(new RoundTrip(line.substring(tab + 1)).value(), type), out);
            out.append('\n');
        }
        Files.writeString(Path.of(arguments[1]), out, StandardCharsets.UTF_8);
    }

    private static Object typed(Object value, Type type) throws Exception {
        if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
            var out = new ArrayList<Object>();
            for (Object one : (List<?>) value) {
                out.add(typed(one, p.getActualTypeArguments()[0]));
            }
            return out;
        }
        if (type instanceof ParameterizedType) {
            return (Map<?, ?>) value;
        }
        var kind = (Class<?>) type;
        if (kind == LocalDate.class) {
            return LocalDate.parse((String) value);
        }
        if (kind.getEnclosingClass() == Records.class && !kind.isRecord()) {
            return kind.getMethod("of", String.class).invoke(null, value);
        }
        if (kind.isRecord()) {
            var fields = new HashMap<>((Map<?, ?>) value);
            var parts = kind.getRecordComponents();
            var given = new Object[parts.length];
            var types = new Class<?>[parts.length];
            for (int i = 0; i < parts.length; i++) {
                Object field = fields.remove(parts[i].getName());
                types[i] = parts[i].getType();
                given[i] = field == null ? null : typed(field, parts[i].getGenericType());
            }
            if (!fields.isEmpty()) {
                throw new IllegalArgumentException(kind + " has no " + fields.keySet());
            }
            return kind.getDeclaredConstructor(types).newInstance(given);
        }
        if (!kind.isPrimitive() && !kind.isInstance(value)) {
            throw new IllegalArgumentException(value.getClass() + " is no " + kind);
        }
        return value;
    }

    private static void write(Object value, StringBuilder out) throws Exception {
        if (value instanceof Record) {
            var fields = new LinkedHashMap<String, Object>();
            for (var part : value.getClass().getRecordComponents()) {
                Object field = part.getAccessor().invoke(value);
                if (field != null) {
                    fields.put(part.getName(), field);
                }
            }
            write(fields, out);
        } else if (value instanceof Map<?, ?> map) {
            String before = "{";
            for (var entry : map.entrySet()) {
                out.append(before);
                write(entry.getKey(), out);
                out.append(':');
                write(entry.getValue(), out);
                before = ",";
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String before = "[";
            for (Object one : list) {
                out.append(before);
                write(one, out);
                before = ",";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof Long || value instanceof Boolean) {
            out.append(value);
        } else {
            out.append('"').append(value.toString().replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
    }

    // JSON as the test writes it: no white space, no fractions, no escapes but of quotes and backslashes

    private Object value() {
        char c = text.charAt(at);
        if (c == '{') {
            var map = new LinkedHashMap<String, Object>();
            for (at++; text.charAt(at) != '}'; at += text.charAt(at) == ',' ? 1 : 0) {
                String key = (String) value();
                at++;
                map.put(key, value());
            }
            at++;
            return map;
        }
        if (c == '[') {
            var list = new ArrayList<Object>();
            for (at++; text.charAt(at) != ']'; at += text.charAt(at) == ',' ? 1 : 0) {
                list.add(value());
            }
            at++;
            return list;
        }
        if (c == '"') {
            var out = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                at += text.charAt(at) == '\\' ? 1 : 0;
                out.append(text.charAt(at));
            }
            at++;
            return out.toString();
        }
        int from = at;
        while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(from, at);
        return word.equals("true") || word.equals("false") ? (Object) Boolean.valueOf(word) : Long.valueOf(word);
    }
}
