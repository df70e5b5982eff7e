// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.gen;

import java.io.File;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the generated classes say of the C headers, read by reflection, so that nothing generated can be forgotten. */
final class GeneratedBindings {
    /** Arrays of reserved space. Newer headers take fields from their beginning, so only their end is claimed. */
    private static final String RESERVED = "__spare";

    private static final String CLASS_FILE = ".class";
    private static final String C_TYPE = "C_";
    private static final String OFFSET = "$offset";
    private static final String LAYOUT = "$layout";

    private GeneratedBindings() {}

    /** That a C expression has a value. */
    record Claim(String name, String expression, long value) {}

    static List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        for (Class<?> type : classes()) {
            claims.addAll(isStruct(type) ? structClaims(type) : headerClaims(type));
        }
        return claims;
    }

    /** The C names that are generated, as the argument files give them. */
    static Set<String> symbols() {
        Set<String> symbols = new TreeSet<>();
        for (Class<?> type : classes()) {
            if (isStruct(type)) {
                symbols.add(type.getSimpleName());
            } else {
                constants(type).map(Method::getName).forEach(symbols::add);
            }
        }
        return symbols;
    }

    static Stream<Method> constants(Class<?> header) {
        return publicMethods(header);
    }

    static long constantValue(Method constant) {
        Object value = invoke(constant);
        if (value instanceof MemorySegment pointer) {
            return pointer.address();
        }
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new IllegalStateException("the probe cannot check a constant of this type yet: " + constant);
    }

    /** All in the directory of LinuxDmaBuf. These tests are in the same package, but in a directory of their own. */
    private static List<Class<?>> classes() {
        URI resource = resource();
        if (!"file".equals(resource.getScheme())) {
            throw new IllegalStateException("the generated classes must be in a directory, not in " + resource);
        }
        String[] files = new File(resource).getParentFile().list((directory, name) -> name.endsWith(CLASS_FILE));
        return Arrays.stream(files).sorted().map(GeneratedBindings::load).collect(Collectors.toList());
    }

    private static URI resource() {
        return URI.create(LinuxDmaBuf.class.getResource("LinuxDmaBuf.class").toString());
    }

    private static Class<?> load(String file) {
        String name = withoutSuffix(file, CLASS_FILE);
        try {
            return Class.forName(LinuxDmaBuf.class.getPackageName() + "." + name);
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
        boolean pointer = constant.getReturnType() == MemorySegment.class;
        return new Claim(name, pointer ? "(intptr_t) " + name : name, constantValue(constant));
    }

    private static List<Claim> structClaims(Class<?> struct) {
        GroupLayout layout = (GroupLayout) call(struct, "layout");
        String type = cType(struct, layout);
        List<Claim> claims = new ArrayList<>();
        claims.add(new Claim("sizeof " + type, "sizeof(" + type + ")", layout.byteSize()));
        claims.add(new Claim("alignof " + type, "_Alignof(" + type + ")", layout.byteAlignment()));
        for (String field : fields(struct, layout)) {
            claims.addAll(fieldClaims(struct, type, field));
        }
        return claims;
    }

    /** A struct that has only the name of its typedef has another one in its layout. */
    private static String cType(Class<?> struct, GroupLayout layout) {
        String name = struct.getSimpleName();
        return layout.name().orElse("").equals(name) ? "struct " + name : name;
    }

    private static Set<String> fields(Class<?> struct, GroupLayout layout) {
        Set<String> members = new TreeSet<>();
        // Padding has no name.
        layout.memberLayouts().forEach(member -> member.name().ifPresent(members::add));
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

    private static List<Claim> fieldClaims(Class<?> struct, String type, String field) {
        String name = struct.getSimpleName() + "." + field;
        String member = "((" + type + " *) 0)->" + field;
        String offsetof = "offsetof(" + type + ", " + field + ")";
        long offset = (Long) call(struct, field + OFFSET);
        MemoryLayout layout = (MemoryLayout) call(struct, field + LAYOUT);
        if (field.startsWith(RESERVED)) {
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
