package tests;

import java.util.Objects;

/** A small test runner that speaks TAP. */
final class Tap {

    interface Body {
        void run() throws Exception;
    }

    private int count;
    private int failed;

    void test(String name, Body body) {
        count++;
        try {
            body.run();
            System.out.println("ok " + count + " - " + name);
        } catch (Exception | AssertionError e) {
            failed++;
            System.out.println("not ok " + count + " - " + name);
            System.out.println("  ---");
            System.out.println("  message: '" + String.valueOf(e.getMessage()).replace("'", "''") + "'");
            System.out.println("  at: '" + place(e) + "'");
            System.out.println("  ...");
        }
    }

    static void equal(Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError("expected " + expected + " but was " + actual);
        }
    }

    int end() {
        System.out.println("1.." + count);
        return failed == 0 ? 0 : 1;
    }

    private static String place(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().startsWith("tests.") && !frame.getClassName().equals("tests.Tap")) {
                return "tests/" + frame.getFileName() + ":" + frame.getLineNumber();
            }
        }
        return "tests";
    }
}
