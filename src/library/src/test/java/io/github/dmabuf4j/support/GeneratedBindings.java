// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.UnionLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the classes of one generated package say of the C headers, read by reflection, so that nothing generated can be
 * forgotten.
 *
 * @param header the class of a header
 * @param umbrella the umbrella header that all of its package is made from
 */
public record GeneratedBindings(Class<?> header, Path umbrella) {
    /** Names of reserved space. Newer headers take fields from its beginning, so only its end is claimed. */
    private static final Pattern RESERVED = Pattern.compile("(__spare|reserved).*");

    /** The first field of a struct that newer headers may append fields to: the caller stores the size that it knows there. */
    private static final String GROWING = "sz";

    /** A union or struct without a name in C: its members count as those of the one it is in. */
    private static final String ANONYMOUS = "$anon$";

    private static final String CLASS_FILE = ".class";
    private static final String C_TYPE = "C_";
    private static final String OFFSET = "$offset";
    private static final String LAYOUT = "$layout";

    /** Of a package that native-headers/regenerate writes, by the path of its umbrella header in the checkout. */
    public static GeneratedBindings of(Class<?> header, String umbrella) {
        return new GeneratedBindings(header, Checkout.root().resolve(umbrella));
    }

    /** That a C expression has a value. */
    public record Claim(String name, String expression, long value) {}

    public List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        for (Class<?> type : classes()) {
            claims.addAll(isStruct(type) ? structClaims(type) : headerClaims(type));
        }
        return claims;
    }

    /** The C names that are generated, as the argument files give them. */
    public Set<String> symbols() {
        return classes().stream()
                .filter(type -> !type.isMemberClass())
                .flatMap(GeneratedBindings::symbolsOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> symbolsOf(Class<?> type) {
        return isStruct(type)
                ? Stream.of(type.getSimpleName())
                : constants(type).map(Method::getName);
    }

    public static Stream<Method> constants(Class<?> header) {
        return publicMethods(header);
    }

    public static long constantValue(Method constant) {
        Object value = invoke(constant);
        if (value instanceof MemorySegment pointer) {
            return pointer.address();
        }
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new IllegalStateException("the probe cannot check a constant of this type yet: " + constant);
    }

    /** All in the directory of the header's class. Tests may be in the same package, but in a directory of their own. */
    private List<Class<?>> classes() {
        String resource =
                header.getResource(header.getSimpleName() + CLASS_FILE).toString();
        try {
            if (!resource.startsWith("jar:")) {
                return classesIn(Path.of(URI.create(resource)).getParent());
            }
            int jarEnd = resource.lastIndexOf("!/");
            Path jar = Path.of(URI.create(resource.substring("jar:".length(), jarEnd)));
            try (FileSystem files = FileSystems.newFileSystem(jar)) {
                return classesIn(files.getPath(resource.substring(jarEnd + 1)).getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Class<?>> classesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(CLASS_FILE))
                    .sorted()
                    .map(this::load)
                    .collect(Collectors.toList());
        }
    }

    private Class<?> load(String file) {
        String name = withoutSuffix(file, CLASS_FILE);
        try {
            return Class.forName(header.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isStruct(Class<?> type) {
        return publicMethods(type).anyMatch(method -> method.getName().equals("layout"));
    }

    private static List<Claim> headerClaims(Class<?> header) {
        List<Claim> claims = new ArrayList<>();
        for (Field type : header.getFields()) {
            claims.add(cTypeClaim(header, type));
        }
        constants(header).forEach(constant -> claims.add(constantClaim(constant)));
        return claims;
    }

    /** Of the layouts of C's own types, such as C_LONG_LONG. */
    private static Claim cTypeClaim(Class<?> header, Field field) {
        String words = field.getName().substring(C_TYPE.length()).toLowerCase(Locale.ROOT);
        String type = words.replace('_', ' ').replace("bool", "_Bool").replace("pointer", "void *");
        String name = header.getSimpleName() + "." + field.getName();
        return new Claim(name, "sizeof(" + type + ")", ((MemoryLayout) get(field)).byteSize());
    }

    private static Claim constantClaim(Method constant) {
        if (constant.getParameterCount() != 0) {
            throw new IllegalStateException("neither a constant nor a struct: " + constant);
        }
        String name = constant.getName();
        long value = constantValue(constant);
        return new Claim(name, cast(constant.getReturnType(), value) + name, value);
    }

    /** What makes a C constant comparable. Java has no unsigned int: one with the highest bit set is negative here. */
    private static String cast(Class<?> type, long value) {
        if (type == MemorySegment.class) {
            return "(intptr_t) ";
        }
        return type == int.class && value < 0 ? "(int) " : "";
    }

    private static List<Claim> structClaims(Class<?> struct) {
        GroupLayout layout = layout(struct);
        String type = cType(struct);
        String name = name(struct);
        Set<String> fields = fields(struct, layout);
        List<Claim> claims = new ArrayList<>();
        claims.add(sizeClaim(name, "sizeof(" + type + ")", layout.byteSize(), fields.contains(GROWING)));
        claims.add(new Claim("alignof " + name, "_Alignof(" + type + ")", layout.byteAlignment()));
        for (String field : fields) {
            claims.addAll(fieldClaims(struct, type, field));
        }
        return claims;
    }

    private static Claim sizeClaim(String name, String size, long bytes, boolean mayGrow) {
        return mayGrow
                ? new Claim("sizeof " + name + " at least " + bytes, size + " >= " + bytes, 1)
                : new Claim("sizeof " + name, size, bytes);
    }

    private static GroupLayout layout(Class<?> struct) {
        return (GroupLayout) call(struct, "layout");
    }

    /** With the names of those that it is in, as v4l2_format.fmt. */
    private static String name(Class<?> struct) {
        return withoutPrefix(struct.getName(), struct.getPackageName() + ".").replace('$', '.');
    }

    /** A struct that has only the name of its typedef has another one in its layout. */
    private static String cType(Class<?> struct) {
        if (struct.isMemberClass()) {
            return "__typeof__(" + member(cType(struct.getEnclosingClass()), struct.getSimpleName()) + ")";
        }
        String name = struct.getSimpleName();
        String keyword = layout(struct) instanceof UnionLayout ? "union " : "struct ";
        return layout(struct).name().orElse("").equals(name) ? keyword + name : name;
    }

    private static String member(String type, String field) {
        return "((" + type + " *) 0)->" + field;
    }

    private static Set<String> fields(Class<?> struct, GroupLayout layout) {
        Set<String> members = members(layout).collect(Collectors.toCollection(TreeSet::new));
        Set<String> accessors = publicMethods(struct)
                .map(Method::getName)
                .filter(name -> name.endsWith(OFFSET))
                .map(name -> withoutSuffix(name, OFFSET))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!members.equals(accessors)) {
            throw new IllegalStateException(struct + " has the members " + members + ", accessors for " + accessors);
        }
        return members;
    }

    private static Stream<String> members(GroupLayout layout) {
        return layout.memberLayouts().stream().flatMap(GeneratedBindings::namesOf);
    }

    /** None for padding. */
    private static Stream<String> namesOf(MemoryLayout member) {
        boolean anonymous = member.name().orElse("").startsWith(ANONYMOUS);
        return anonymous ? members((GroupLayout) member) : member.name().stream();
    }

    private static List<Claim> fieldClaims(Class<?> struct, String type, String field) {
        String name = name(struct) + "." + field;
        String member = member(type, field);
        String offsetof = "offsetof(" + type + ", " + field + ")";
        long offset = (Long) call(struct, field + OFFSET);
        MemoryLayout layout = (MemoryLayout) call(struct, field + LAYOUT);
        if (RESERVED.matcher(field).matches()) {
            String end = offsetof + " + sizeof(" + member + ")";
            return List.of(new Claim(name + " end", end, offset + layout.byteSize()));
        }
        List<Claim> claims = new ArrayList<>();
        claims.add(new Claim(name + " offset", offsetof, offset));
        claims.addAll(sizeClaims(name, member, layout));
        return claims;
    }

    private static List<Claim> sizeClaims(String name, String member, MemoryLayout layout) {
        List<Claim> claims = new ArrayList<>();
        // C has no size for a flexible array at the end of a struct.
        if (layout.byteSize() != 0) {
            claims.add(new Claim(name + " size", "sizeof(" + member + ")", layout.byteSize()));
        }
        if (layout instanceof SequenceLayout array) {
            long size = array.elementLayout().byteSize();
            claims.add(new Claim(name + " element", "sizeof(" + member + "[0])", size));
        }
        return claims;
    }

    private static Stream<Method> publicMethods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> Modifier.isPublic(method.getModifiers()));
    }

    private static String withoutPrefix(String name, String prefix) {
        return name.substring(prefix.length());
    }

    private static String withoutSuffix(String name, String suffix) {
        return name.substring(0, name.length() - suffix.length());
    }

    private static Object call(Class<?> type, String method) {
        try {
            return invoke(type.getMethod(method));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object invoke(Method method) {
        try {
            return method.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object get(Field field) {
        try {
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
